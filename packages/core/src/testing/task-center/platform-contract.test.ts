import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ok } from 'neverthrow';
import type { Clock } from '../../ports/clock.ts';
import type { PlatformCapabilities, TaskCenterPlatform } from '../../task-center/platform.ts';
import { arbitraryCapabilities } from './arbitrary-capabilities.ts';
import { createFakePlatform, ordinaryCapabilities } from './fake-platform.ts';
import { taskCenterPlatformContract } from './platform-contract.ts';
import type { TaskCenterPlatformSubject } from './platform-driver.ts';

/** Time that passes at once. */
const hurried = (): Clock => {
  let passed = 0;
  return {
    now: () => passed,
    monotonic: () => passed,
    timer: (after, run) => (queueMicrotask(() => ((passed += after), run())), () => {}),
  };
};

declare const queueMicrotask: (run: () => void) => void;

const subjectOf = (
  capabilities: PlatformCapabilities,
  namesIds: boolean,
  change: (platform: TaskCenterPlatform) => Partial<TaskCenterPlatform> = () => ({}),
): TaskCenterPlatformSubject => {
  const clock = hurried();
  const fake = createFakePlatform({ clock, name: 'fake', capabilities, namesIds });
  const { kind, remote } = fake;
  const tokens = {
    read: () => {
      throw new Error('unused');
    },
    swap: () => {
      throw new Error('unused');
    },
  };
  const opened = kind
    .open({
      tenant: 't',
      code: 'fake',
      baseUrl: 'http://127.0.0.1',
      settings: {},
      secrets: {},
      profile: null,
      timezone: 'Asia/Shanghai',
      tokens,
    })
    ._unsafeUnwrap();
  let ids = 0;
  const both = capabilities.units.includes('instance') && capabilities.units.includes('task');
  return {
    platform: { ...opened, ...change(opened) },
    freshId: () => `id${(ids += 1)}`,
    look: (assigneeId) =>
      Promise.resolve(
        remote
          .objects()
          .filter(
            ({ ref, content }) =>
              (!both || ref.unit === 'task') && content.tasks[0]?.handlers[0]?.person.id === assigneeId,
          )
          .map(({ state, content }) => ({ title: content.tasks[0]?.subject ?? '', state })),
      ),
    settled: () => new Promise((resolve) => void clock.timer(5_000, resolve)),
  };
};

const everything: PlatformCapabilities = {
  ...ordinaryCapabilities,
  identity: true,
  readBack: true,
  createsDone: true,
  maxBatch: 3,
};

test('A platform of any capabilities in memory MUST keep its promises', async () => {
  const kept = fc.assert(
    fc.asyncProperty(arbitraryCapabilities(), fc.boolean(), async (capabilities, namesIds) => {
      const subject = subjectOf(capabilities, namesIds);
      for (const { run } of taskCenterPlatformContract(subject.platform)) await run(subject);
    }),
    { numRuns: 60 },
  );
  await expect(kept).resolves.toBeUndefined();
});

const mutants: readonly (readonly [string, (platform: TaskCenterPlatform) => Partial<TaskCenterPlatform>])[] = [
  [
    'answers and does nothing',
    () => ({
      push: (calls) =>
        Promise.resolve(
          calls.map(() => ({
            outcome: { kind: 'done', more: false },
            found: 'as-sent',
            remoteId: null,
            exchanges: [],
          })),
        ),
    }),
  ],
  [
    'forgets to finish',
    (platform) => ({
      push: (calls, context) =>
        platform.push(
          calls.map((call) => (call.operation === 'complete' ? { ...call, operation: 'update' } : call)),
          context,
        ),
    }),
  ],
  [
    'makes a second object',
    (platform) => ({
      push: (calls, context) =>
        platform.push(
          calls.map((call, index) =>
            call.operation === 'create' ? { ...call, key: `${call.key}${call.version}${index}` } : call,
          ),
          context,
        ),
    }),
  ],
  [
    'takes an unknown object for a failure',
    (platform) => ({
      push: async (calls, context) =>
        (await platform.push(calls, context)).map((answer) =>
          answer.found === 'missing'
            ? { ...answer, outcome: { kind: 'failed', reason: 'unknown', retryAfterMs: null } }
            : answer,
        ),
    }),
  ],
  [
    'claims what is missing to be there',
    (platform) => ({
      push: async (calls, context) =>
        (await platform.push(calls, context)).map((answer) => ({ ...answer, found: 'as-sent' })),
    }),
  ],
  [
    'loses the last answer of a batch',
    (platform) => ({
      push: async (calls, context) => (await platform.push(calls, context)).slice(0, Math.max(1, calls.length - 1)),
    }),
  ],
  [
    'reads back nothing',
    (platform) => ({ verify: async (call, context) => ({ ...(await platform.verify(call, context)), remote: null }) }),
  ],
  [
    'reads back what never was',
    (platform) => ({
      verify: async (call, context) => ({
        ...(await platform.verify(call, context)),
        remote: { remoteId: null, state: 'open' },
      }),
    }),
  ],
  [
    'never builds the same twice',
    () => {
      let n = 0;
      return { buildPushData: () => ok({ n: (n += 1) }) };
    },
  ],
  [
    'rejects when broken off',
    (platform) => ({
      push: (calls, context) =>
        context.signal.aborted ? Promise.reject(new Error('aborted')) : platform.push(calls, context),
    }),
  ],
  [
    'creates everything open',
    (platform) => ({
      push: (calls, context) =>
        platform.push(
          calls.map((call) =>
            call.operation === 'create' ? { ...call, content: { ...call.content, state: 'open' } } : call,
          ),
          context,
        ),
    }),
  ],
  [
    'mangles titles',
    (platform) => ({
      push: (calls, context) =>
        platform.push(
          calls.map((call) => ({
            ...call,
            content: {
              ...call.content,
              tasks: call.content.tasks.map((task) => ({ ...task, subject: task.subject.replaceAll('"', '') })),
            },
          })),
          context,
        ),
    }),
  ],
];

describe('The contract of task centers', () => {
  test.each(mutants)('MUST catch one that %s', async (_name, change) => {
    const broken: string[] = [];
    for (const { name, run } of taskCenterPlatformContract(subjectOf(everything, false).platform)) {
      await run(subjectOf(everything, false, change)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
