import { expect, test } from 'vitest';
import { createFakePlatform, type FakePlatform } from '../testing/task-center/fake-platform.ts';
import { benchTenant, startTaskCenterBench, type TaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { sampleEvent, sampleTime } from '../testing/workflow/sample-events.ts';
import type { EngineEvent } from '../workflow/model.ts';
import { todoId } from './mirror-key.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

const start = async (): Promise<{ readonly bench: TaskCenterBench; readonly platform: FakePlatform }> => {
  const made: FakePlatform[] = [];
  const bench = await startTaskCenterBench(rest, (clock) => {
    made.push(createFakePlatform({ clock, name: 'fake' }));
    return made.map(({ kind }) => kind);
  });
  const [platform] = made;
  if (platform === undefined) throw new Error('no platform');
  return { bench, platform };
};

/** Sample events, as seen from the bench's own clock. */
const at = (bench: TaskCenterBench, event: EngineEvent): EngineEvent => ({ ...event, occurredAt: event.occurredAt - sampleTime + bench.clock.now() });

test('MUST show a received task at the platform, and finish it there when it is completed', async () => {
  const { bench, platform } = await start();
  const report = await bench.record([at(bench, sampleEvent('receive', -5))]);
  expect(report).toMatchObject({ accepted: 1, todos: 1 });
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ state: 'open', content: { tasks: [{ handlers: [{ person: { id: 'T001' } }] }] } }]);
  await bench.record([at(bench, sampleEvent('complete', -4))]);
  expect(await bench.settle()).toBe(true);
  expect(platform.remote.objects()).toMatchObject([{ state: 'done' }]);
  const shown = (await bench.taskCenter.showTodo(benchTenant, todoId('T-1', 'T001')))._unsafeUnwrap();
  expect(shown.marks).toMatchObject([{ platform: 'fake', sync: 'agreed', remote: 'done' }]);
  expect(shown.timeline.map(({ type }) => type)).toEqual(['event', 'change', 'plan', 'attempt', 'event', 'change', 'plan', 'attempt']);
  await bench.close();
});
