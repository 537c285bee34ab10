import { expect, test } from 'vitest';
import { createFakePlatform, type FakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, sampleTime } from '../testing/workflow/sample-events.ts';
import type { PlatformCapabilities, PlatformKind, TaskCenterPlatform } from './platform.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

/** A kind whose read-back says that what is there differs, for as long as `off` says so. */
const doubting = (kind: PlatformKind, off: () => boolean): PlatformKind => ({
  ...kind,
  open: (connection) =>
    kind.open(connection).map((platform): TaskCenterPlatform => ({
      ...platform,
      verify: async (call, context) => {
        const answer = await platform.verify(call, context);
        return off() && answer.remote !== null ? { ...answer, remote: { ...answer.remote, state: 'differs' } } : answer;
      },
    })),
});

const cases: readonly Partial<PlatformCapabilities>[] = [{ reopen: 'update' }, { reopen: 'recreate', identity: false }];

test.each(cases)('MUST bring what shows something else into step, whatever its state: %j', async (capabilities) => {
  let off = false;
  let fake: FakePlatform | undefined;
  const bench = await startTaskCenterBench(rest, (clock) => {
    fake = createFakePlatform({ clock, name: 'fake', capabilities: { ...capabilities, readBack: true } });
    return [doubting(fake.kind, () => off)];
  });
  if (fake === undefined) throw new Error('no platform');
  expect(await bench.settle()).toBe(true);
  const event = sampleEvent('receive', -60);
  await bench.record([{ ...event, occurredAt: event.occurredAt - sampleTime + bench.clock.now() }]);
  expect(await bench.settle()).toBe(true);
  await bench.clock.advance(fake.capabilities.settlingMs);
  const before = fake.calls.length;
  const sweep = async (): Promise<readonly string[]> => {
    (await bench.taskCenter.startSweep(benchTenant, null, 2, null, 'hand'))._unsafeUnwrap();
    expect(await bench.settle()).toBe(true);
    return (fake?.calls ?? []).slice(before).map(({ operation }) => operation);
  };
  expect(await sweep()).toEqual([]);
  off = true;
  expect((await sweep()).at(-1)).toBe('update');
  off = false;
  expect(fake.remote.objects()).toMatchObject([{ state: 'open' }]);
  await bench.close();
});
