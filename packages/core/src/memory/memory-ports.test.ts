import { describe, expect, test } from 'vitest';
import { createApplication } from '../application.ts';
import { definePlatformKind } from '../task-center/define-platform-kind.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { sampleEvent } from '../testing/workflow/sample-events.ts';
import { doorbellContract } from '../testing/work/doorbell-contract.ts';
import { createMemoryDoorbell } from './memory-doorbell.ts';
import { createMemoryPorts } from './memory-ports.ts';

declare const setImmediate: (run: () => void) => unknown;

const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

describe('The doorbell in memory', () => {
  test.each(doorbellContract)('$name', async ({ run }) => {
    await expect(run({ doorbell: createMemoryDoorbell(), arrived: rest })).resolves.toBeUndefined();
  });
});

describe('Ports in memory', () => {
  test('MUST be enough for an application that pushes', async () => {
    const clock = createFakeClock(rest);
    const pushed: string[] = [];
    const wall = definePlatformKind({ kind: 'wall', push: async ({ operation }) => void pushed.push(operation) });
    const { taskCenter, workflow, createWorker } = createApplication({
      ...createMemoryPorts(clock),
      clock,
      kinds: [wall],
      timezone: 'Asia/Shanghai',
    });
    (
      await taskCenter.createPlatform('default', { code: 'wall', kind: 'wall', baseUrl: 'https://wall.example.edu' })
    )._unsafeUnwrap();
    const worker = createWorker();
    (await worker.start())._unsafeUnwrap();
    const at = clock.now();
    for (const action of ['receive', 'complete'] as const) {
      const event = { ...sampleEvent(action, 0, {}), occurredAt: at + pushed.length };
      expect((await workflow.recordEngineEvents('default', [event]))._unsafeUnwrap().accepted).toBe(1);
      const before = pushed.length;
      expect(await clock.until(() => pushed.length > before, 60_000)).toBe(true);
    }
    expect(pushed).toEqual(['create', 'complete']);
    const stopped = worker.stop(1_000);
    await clock.advance(2_000);
    await stopped;
  });

  test('MUST open what they sealed, make ids in order, and spread evenly', () => {
    const { secrets, ids, random } = createMemoryPorts({ now: () => 1_767_225_600_000 });
    const sealed = secrets.seal('a:b');
    expect(secrets.open(sealed)._unsafeUnwrap()).toBe('a:b');
    expect(secrets.seal('a:b')).not.toBe(sealed);
    const made = Array.from({ length: 40 }, () => ids.next());
    expect(made).toEqual([...new Set(made)].toSorted());
    expect(made[0]).toMatch(/^[0-9a-z-]{8,64}$/u);
    const drawn = Array.from({ length: 100 }, () => random.next());
    expect(drawn.filter((value) => value < 0.5).length).toBeGreaterThan(40);
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  test('MUST issue no keys and honour no tokens', async () => {
    const { keySecrets, tokens } = createMemoryPorts({ now: () => 0 });
    expect(() => keySecrets.generate()).toThrow('keySecrets');
    expect((await tokens.verify('anything'))._unsafeUnwrapErr().code).toBe('TOKEN_INVALID');
  });
});
