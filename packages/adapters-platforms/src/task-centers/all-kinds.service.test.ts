import type { Mirror } from '@portico/core/task-center';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAllKinds } from './all-kinds.fixture.ts';
import type { AllKinds, ConnectedKind, LoggedRequest } from './all-kinds.fixture.ts';
import { engineHistory, seeded, shuffled } from './engine-history.fixture.ts';
import { createContext } from './platform-bed.fixture.ts';

const seed = 20_261_122;
const faults = { failRate: 0.3, loseAnswerRate: 0.1 } as const;

/** Objects that were created while they were there already. */
const createdTwice = (requests: readonly LoggedRequest[]): readonly string[] => {
  const there = new Set<string>();
  const twice: string[] = [];
  for (const { id, effect } of requests) {
    if (effect === 'withdrawn') there.delete(id);
    if (effect !== 'created') continue;
    if (there.has(id)) twice.push(id);
    there.add(id);
  }
  return twice;
};

const report = (line: string): void => void process.stdout.write(`${line}\n`);

describe('a platform of every kind', () => {
  let all: AllKinds;
  let events = 0;
  beforeAll(async () => {
    all = await openAllKinds();
  });
  afterAll(() => all.close());

  test('MUST come into step with the engine, whatever fails on the way, and show nothing twice', async () => {
    const history = engineHistory(200, seed, Date.now() - 3 * 3_600_000);
    events = history.length;
    const arriving = shuffled([...history, ...history], seeded(seed));
    for (const { setFaults } of all.kinds) await setFaults(faults);
    let accepted = 0;
    for (let from = 0; from < arriving.length; from += 20)
      accepted += await all.record(arriving.slice(from, from + 20));
    expect(accepted).toBe(events);
    // Most of the work is done while things fail.
    await all.quiet(30_000).catch(() => {});
    for (const { setFaults } of all.kinds) await setFaults({});
    await all.quiet(120_000);
    const found: Record<string, readonly string[]> = {};
    for (const { name, requests, differences } of all.kinds) {
      const log = await requests();
      const wrong = [...(await differences()), ...createdTwice(log).map((id) => `was created twice: ${id}`)];
      const count = (answered: string): number => log.filter((row) => row.answered === answered).length;
      report(
        `${name.padEnd(16)} events ${events}, failRate ${faults.failRate}, loseAnswerRate ${faults.loseAnswerRate}, ` +
          `requests ${log.length} (failed ${count('failed')}, lost ${count('lost')}), differences ${wrong.length}`,
      );
      expect(count('failed')).toBeGreaterThan(0);
      if (wrong.length > 0) found[name] = wrong;
    }
    expect(found).toEqual({});
  }, 300_000);

  test('MUST be repaired by a sweep that reads back, when somebody else deleted, finished or made something there', async () => {
    const repair = async (kind: ConnectedKind): Promise<readonly string[]> => {
      const { name, platform } = kind;
      const mirrors = await kind.mirrors();
      const standing = (state: Mirror['acknowledged']['state']): readonly Mirror[] =>
        mirrors.filter(({ acknowledged }) => acknowledged.state === state);
      const [deleted, finished] = standing('open');
      const [orphaned] = standing('absent');
      // What a read-back cannot tell from what should be there, no sweep finds: Feishu compares times alone.
      const tellsStates = name !== 'feishu-approval';
      const drift = [
        [deleted, 'withdraw'],
        ...(tellsStates ? ([[finished, 'complete']] as const) : []),
        [orphaned, 'create'],
      ] as const;
      let injected = 0;
      for (const [mirror, operation] of drift) {
        if (mirror === undefined) return [`${name}: there is nothing to ${operation} behind its back`];
        const call = await kind.callBehindItsBack(mirror, operation);
        const [answer] = await platform.push([call], createContext());
        if (answer?.outcome.kind !== 'done')
          return [`${name}: ${operation} behind its back came to ${JSON.stringify(answer?.outcome)}`];
        injected += 1;
      }
      const before = (await kind.differences()).length;
      if (before === 0) return [`${name}: nothing drifted`];
      const deadline = performance.now() + 60_000;
      let wrong: readonly string[] = [];
      let corrected = 0;
      do {
        (await all.application.taskCenter.startSweep('default', name, 2, null, 'hand'))._unsafeUnwrap();
        await all.quiet(60_000);
        const [sweep] = (await all.application.taskCenter.listSweeps('default', name, 1))._unsafeUnwrap();
        corrected += sweep?.corrected ?? 0;
        wrong = await kind.differences();
        // What was confirmed a moment ago is not doubted yet, where the platform takes its time.
      } while (wrong.length > 0 && performance.now() < deadline);
      report(
        `${name.padEnd(16)} drift injected ${injected}, differences ${before}, corrected ${corrected}, left ${wrong.length}`,
      );
      const unfound = corrected >= injected ? [] : [`${name}: ${injected} were injected, and ${corrected} found`];
      return [...unfound, ...wrong.map((line) => `${name} ${line}`)];
    };
    const reading = all.kinds.filter(({ platform }) => platform.capabilities.readBack);
    expect(reading.length).toBeGreaterThanOrEqual(4);
    const left: string[] = [];
    for (const kind of reading) left.push(...(await repair(kind)));
    expect(left).toEqual([]);
  }, 300_000);
});

describe('platforms that can notify people', () => {
  let all: AllKinds;
  beforeAll(async () => {
    all = await openAllKinds(['tongji-open', 'welink'], { sendMsg: true });
  });
  afterAll(() => all.close());

  test('MUST be told to at most once for a to-do, whatever is tried again or swept', async () => {
    for (const { setFaults } of all.kinds) await setFaults(faults);
    const history = engineHistory(120, seed + 1, Date.now() - 3 * 3_600_000);
    for (let from = 0; from < history.length; from += 20) await all.record(history.slice(from, from + 20));
    await all.quiet(30_000).catch(() => {});
    for (const { setFaults } of all.kinds) await setFaults({});
    await all.quiet(120_000);
    const told = async (): Promise<readonly (readonly string[])[]> =>
      Promise.all(
        all.kinds.map(async ({ requests }) =>
          (await requests())
            .filter(({ operation, answered }) => /^(?:sendMsg|isMsg)$/u.test(operation) && answered !== 'failed')
            .map(({ id }) => id),
        ),
      );
    const before = await told();
    for (const ids of before) {
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
    }
    // Somebody clears the platforms; the hub puts everything back, and nobody's phone rings again.
    for (const kind of all.kinds) {
      for (const mirror of await kind.mirrors()) {
        if (mirror.acknowledged.state === 'absent') continue;
        await kind.platform.push([await kind.callBehindItsBack(mirror, 'withdraw')], createContext());
      }
      for (const level of [1, 2] as const)
        (await all.application.taskCenter.startSweep('default', kind.name, level, null, 'hand'))._unsafeUnwrap();
    }
    await all.quiet(120_000);
    const [tongji] = all.kinds;
    expect(await tongji?.differences()).toEqual([]);
    expect(await told()).toEqual(before);
  }, 300_000);
});
