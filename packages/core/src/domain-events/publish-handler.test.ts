import { describe, expect, test } from 'vitest';
import { startTellingWorld, type TellingWorld } from '../testing/domain-events/telling-world.ts';
import { sampleEvent, sampleInstance, sampleTask } from '../testing/workflow/sample-events.ts';
import type { Claim } from '../work/claim.ts';
import { decideSettlement } from '../work/decide-settlement.ts';
import type { Outcome } from '../work/outcome.ts';
import { domainLaneConfig } from './domain-lane.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

/** A task of an instance of its own is received. */
const receive = (world: TellingWorld, number: number): Promise<void> => {
  const instance = sampleInstance({ id: `S-${number}` });
  const event = sampleEvent('receive', 0, {
    eventId: `evt-${number}`,
    instance,
    task: sampleTask({ id: `T-${number}` }),
  });
  return world.record([{ ...event, occurredAt: world.clock.now() - 60_000 }]);
};

const received = async (world: TellingWorld, from: number, count: number): Promise<void> => {
  for (let number = from; number < from + count; number += 1) {
    await receive(world, number);
    await world.clock.advance(20);
  }
};

test('An event MUST never be too old to be told', () => {
  const long = 99 * 365 * 24 * 3_600_000;
  const claim = { attempts: 1_000_000, failingForMs: long, uncertain: true } as Claim;
  for (const kind of ['failed', 'unknown'] as const) {
    const outcome: Outcome = { kind, reason: 'the broker is away', retryAfterMs: null };
    expect(decideSettlement(claim, outcome, domainLaneConfig, { next: () => 0 }).settlement.verdict).toBe('retry');
  }
});

describe('Handing events over', () => {
  test('MUST say what was acknowledged, and where', async () => {
    const world = await startTellingWorld(rest, { platform: { namesIds: true } });
    await received(world, 1, 1);
    expect(await world.settle()).toBe(true);
    expect(world.publisher.heard).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-zA-Z-]{8,64}$/u),
        tenant: 'default',
        type: 'todo.acknowledged',
        occurredAt: expect.any(Number),
        trace: null,
        data: {
          platform: 'fake',
          kind: 'fake',
          unit: 'assignee',
          instanceId: 'S-1',
          taskId: 'T-1',
          assigneeId: 'T001',
          state: 'open',
          version: expect.any(Number),
          remoteId: expect.any(String),
          operation: 'create',
        },
      },
    ]);
    await world.close();
  });

  test('MUST say what parked, and why, in words and in code', async () => {
    const world = await startTellingWorld(rest);
    world.platform.fault = () => 'refused';
    await received(world, 1, 1);
    expect(await world.settle()).toBe(true);
    expect(world.publisher.heard).toMatchObject([
      {
        type: 'todo.refused',
        data: {
          platform: 'fake',
          kind: 'fake',
          unit: 'assignee',
          instanceId: 'S-1',
          taskId: 'T-1',
          assigneeId: 'T001',
          version: expect.any(Number),
          code: 'refused',
          reason: 'it wants nothing of this',
        },
      },
    ]);
    await world.close();
  });

  test('MUST give no event up while the broker is away, nor bother it, and hand all over soon after', async () => {
    const world = await startTellingWorld(rest);
    world.publisher.fault = () => 'down';
    await received(world, 1, 40);
    const before = world.publisher.calls.length;
    await world.clock.advance(3_600_000);
    expect(world.publisher.calls.length - before).toBeLessThan(3_600 / 9);
    expect(await world.domainDepth()).toMatchObject({ parked: 0 });
    expect(world.waiting()).toHaveLength(40);
    world.publisher.fault = () => 'none';
    const ids = world.waiting().map(({ id }) => id);
    expect(await world.clock.until(() => world.publisher.heard.length === 40, 30_000)).toBe(true);
    expect(new Set(world.publisher.heard.map(({ id }) => id))).toEqual(new Set(ids));
    expect(await world.settle()).toBe(true);
    expect(world.waiting()).toEqual([]);
    await world.close();
  });

  test('MUST hand many batches over in one call, in the order in which they were written', async () => {
    const world = await startTellingWorld(rest);
    world.publisher.fault = () => 'hang';
    await received(world, 1, 30);
    world.publisher.fault = () => 'none';
    expect(await world.settle()).toBe(true);
    const { calls, heard } = world.publisher;
    const most = Math.max(...calls);
    expect(most).toBeGreaterThan(10);
    const from = calls.slice(0, calls.indexOf(most)).reduce((all, count) => all + count, 0);
    const versions = heard.slice(from, from + most).map(({ data }) => Number(data['version']));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    await world.close();
  });

  test('MUST hand over the rest when one event of many is not confirmed', async () => {
    const world = await startTellingWorld(rest);
    const bad = (data: Readonly<Record<string, unknown>>): boolean => data['taskId'] === 'T-3';
    world.publisher.fault = ({ data }) => (bad(data) ? 'down' : 'none');
    await received(world, 1, 6);
    await world.clock.advance(60_000);
    expect(new Set(world.publisher.heard.map(({ data }) => data['taskId']))).toEqual(
      new Set(['T-1', 'T-2', 'T-4', 'T-5', 'T-6']),
    );
    expect(world.waiting().map(({ data }) => data['taskId'])).toEqual(['T-3']);
    await world.close();
  });

  test('MUST come back to a batch that was parked, however often its workers were lost', async () => {
    const world = await startTellingWorld(rest, { worker: { poisonAt: 1 } });
    world.publisher.fault = () => 'hang';
    await received(world, 1, 1);
    await world.clock.until(() => world.publisher.calls.length > 0, 10_000);
    await world.crash('now');
    await world.clock.advance(60_000);
    expect(world.waiting()).toHaveLength(1);
    world.publisher.fault = () => 'none';
    expect(await world.settle()).toBe(true);
    expect(world.waiting()).toEqual([]);
    await world.close();
  });

  test('MUST write nothing down, and make no lane, where nobody is to be told', async () => {
    const world = await startTellingWorld(rest, { mute: true });
    await received(world, 1, 3);
    world.platform.fault = () => 'refused';
    await received(world, 4, 3);
    expect(await world.settle()).toBe(true);
    expect([world.platform.calls.length, world.witness.changes.length]).toEqual([6, 6]);
    expect([world.waiting(), await world.domainDepth(), world.publisher.heard]).toEqual([[], null, []]);
    await world.close();
  });
});
