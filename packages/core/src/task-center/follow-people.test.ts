import { expect, test } from 'vitest';
import { workTable } from '../memory/memory-work-rows.ts';
import { createFakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, samplePerson, sampleTask, sampleTime } from '../testing/workflow/sample-events.ts';
import type { Claim } from '../work/claim.ts';
import type { Outcome } from '../work/outcome.ts';
import { peopleLaneName } from './lane-names.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

const claimOf = (lane: number, key: string, id: number): Claim => ({
  id,
  lane,
  key,
  class: 'bulk',
  generation: 1,
  attempts: 0,
  uncertain: false,
  crashes: 0,
  claimedAt: 0,
  failingForMs: 0,
  uncertainForMs: null,
  trace: null,
});

test('MUST finish with a person of very many to-dos, however little time each attempt has', async () => {
  const bench = await startTaskCenterBench(
    rest,
    (clock) => [createFakePlatform({ clock, name: 'fake', capabilities: { people: 'mapped' } }).kind],
    { fake: { settings: { personSpace: 'corp' } } },
  );
  // Nobody works here but this test.
  await bench.close();
  const tasks = 450;
  bench.clock.jump(sampleTime + 3_600_000 - bench.clock.now());
  const recorded = await bench.record(
    Array.from({ length: tasks }, (_, index) =>
      sampleEvent('receive', index, { task: sampleTask({ id: `T-${index}`, assignees: [samplePerson('T001')] }) }),
    ),
  );
  expect(recorded.accepted).toBe(tasks);
  const mappings = [{ personId: 'T001', remoteId: 'ou-1' }];
  (await bench.taskCenter.personMappings.put(benchTenant, 'corp', mappings, 'api'))._unsafeUnwrap();
  const { people } = bench.taskCenter.handlers;
  const name = { tenant: benchTenant, name: peopleLaneName };
  const lane = (await bench.transactor.run((stores) => stores.lanes.find(name)))._unsafeUnwrap();
  if (lane === null) throw new Error('no lane');
  /** Attempts what waits, with time for so many pages. */
  const attempt = async (pages: number): Promise<Outcome['kind'][]> => {
    let left = pages;
    const keys = workTable(bench.database)
      .all()
      .filter((row) => row.lane === lane.id)
      .map(({ key }) => key);
    const claims = keys.map((key, index) => claimOf(lane.id, key, index + 1));
    const items = (await bench.transactor.run((stores) => people.load(stores, lane, claims)))._unsafeUnwrap();
    const group = claims.flatMap((claim) => {
      const item = items.get(claim.id);
      return item === undefined ? [] : [{ claim, item }];
    });
    const reports = await people.attempt(group, {
      lane,
      signal: new AbortController().signal,
      remainingMs: () => ((left -= 1) < 0 ? 0 : 1_000),
    });
    for (const [index, { outcome }] of reports.entries())
      if (outcome.kind === 'done')
        await bench.transactor.run(({ work }) => work.forget(lane.id, group[index]?.claim.key ?? ''));
    return reports.map(({ outcome }) => outcome.kind);
  };
  // Nothing was done, so that there is nothing to go on from.
  expect(await attempt(0)).toEqual(['deferred']);
  expect(await attempt(1)).toEqual(['done']);
  expect(await attempt(0)).toEqual(['deferred']);
  expect(await attempt(1)).toEqual(['done']);
  expect(await attempt(1)).toEqual(['done']);
  expect(await attempt(1)).toEqual([]);
});
