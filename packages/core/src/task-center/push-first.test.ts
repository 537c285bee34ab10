import { expect, test } from 'vitest';
import { createFakePlatform, type FakePlatform, type PlatformFault } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench, type TaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, sampleTime } from '../testing/workflow/sample-events.ts';
import type { EngineEvent } from '../workflow/model.ts';
import type { PlatformCapabilities } from './platform.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

const start = async (
  capabilities: Partial<PlatformCapabilities> = {},
): Promise<{ readonly bench: TaskCenterBench; readonly platform: FakePlatform }> => {
  const made: FakePlatform[] = [];
  const bench = await startTaskCenterBench(rest, (clock) => {
    made.push(createFakePlatform({ clock, name: 'fake', capabilities }));
    return made.map(({ kind }) => kind);
  });
  const [platform] = made;
  if (platform === undefined) throw new Error('no platform');
  expect(await bench.settle()).toBe(true);
  return { bench, platform };
};

const at = (bench: TaskCenterBench, event: EngineEvent): EngineEvent => ({
  ...event,
  occurredAt: event.occurredAt - sampleTime + bench.clock.now(),
});

const said = ({ calls }: FakePlatform) => calls.map(({ operation, first }) => [operation, first] as const);

test('MUST say of the first creation alone that it may notify people', async () => {
  const { bench, platform } = await start();
  await bench.record([at(bench, sampleEvent('receive', -60))]);
  expect(await bench.settle()).toBe(true);
  await bench.record([at(bench, sampleEvent('urge', -50))]);
  expect(await bench.settle()).toBe(true);
  await bench.record([at(bench, sampleEvent('complete', -40))]);
  expect(await bench.settle()).toBe(true);
  const operations = said(platform);
  expect(operations[0]).toEqual(['create', true]);
  expect(operations.slice(1).filter(([, first]) => first)).toEqual([]);
  expect(operations.length).toBeGreaterThan(1);
  await bench.close();
});

test.each<PlatformFault>(['failed', 'lost', 'dropped', 'hang'])(
  'MUST say of no second try that it is the first, after one that was %s',
  async (befell) => {
    const { bench, platform } = await start({ identity: true });
    let left = 1;
    platform.fault = () => ((left -= 1) >= 0 ? befell : 'none');
    await bench.record([at(bench, sampleEvent('receive', -60))]);
    expect(await bench.settle()).toBe(true);
    const [first, ...later] = said(platform);
    expect(first).toEqual(['create', true]);
    expect(later.length).toBeGreaterThan(0);
    expect(later.filter(([, again]) => again)).toEqual([]);
    await bench.close();
  },
);

test('MUST say of what a crash of the worker left that it is no first try', async () => {
  const { bench, platform } = await start({ identity: true });
  platform.fault = () => 'hang';
  await bench.record([at(bench, sampleEvent('receive', -60))]);
  expect(await bench.clock.until(() => platform.calls.length === 1, 5_000)).toBe(true);
  await bench.crash();
  platform.fault = () => 'none';
  expect(await bench.settle()).toBe(true);
  const [first, ...later] = said(platform);
  expect(first).toEqual(['create', true]);
  expect(later.length).toBeGreaterThan(0);
  expect(later.filter(([, again]) => again)).toEqual([]);
  await bench.close();
});

test('MUST say so of nothing that a sweep finds, nor of what is pushed again after it was taken away', async () => {
  const { bench, platform } = await start({ readBack: true });
  await bench.record([at(bench, sampleEvent('receive', -60))]);
  expect(await bench.settle()).toBe(true);
  const [object] = platform.remote.objects();
  platform.remote.tamper(object?.key ?? '', 'remove');
  await bench.clock.advance(platform.capabilities.settlingMs);
  (await bench.taskCenter.startSweep(benchTenant, null, 2, null, 'hand'))._unsafeUnwrap();
  expect(await bench.settle()).toBe(true);
  expect(said(platform).filter(([operation]) => operation === 'create')).toEqual([
    ['create', true],
    ['create', false],
  ]);
  await bench.close();
});
