import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ring } from '@portico/core/work';
import { createRabbitDoorbell, type RabbitDoorbell } from './rabbit-doorbell.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];

interface Listener {
  readonly doorbell: RabbitDoorbell;
  readonly keys: Set<string>;
  readonly stop: () => void;
}

const listen = (doorbell: RabbitDoorbell): Listener => {
  const keys = new Set<string>();
  const stop = doorbell.listen((rings: readonly Ring[]) => {
    for (const ring of rings) for (const key of ring.keys) keys.add(key);
  });
  return { doorbell, keys, stop };
};

describe.skipIf(url === undefined)('Ringing when things go wrong', () => {
  let bed: BrokerBed;
  let rung = 0;
  beforeEach(async () => {
    bed = await openBrokerBed(url ?? '');
  });
  afterEach(() => bed.close(['push', 'sync']));

  /** Rings until all of them have heard something from the broker. */
  const untilHeard = (from: RabbitDoorbell, by: readonly Listener[]): Promise<void> => {
    const before = by.map(({ doorbell }) => doorbell.stats().heard);
    return eventually('a ring is heard', () => {
      from.ring([{ lane: 1, keys: [`try-${(rung += 1)}`] }]);
      return by.every(({ doorbell }, index) => doorbell.stats().heard > (before[index] ?? 0));
    });
  };
  const open = async (group: string): Promise<RabbitDoorbell> => createRabbitDoorbell(await bed.connected(), { group });

  test('MUST let every group hear, and one of each group', async () => {
    const ringer = await open('ringer');
    const [one, two, other] = [listen(await open('push')), listen(await open('push')), listen(await open('sync'))];
    await untilHeard(ringer, [one, two, other]);
    const keys = Array.from({ length: 50 }, (_, index) => `k-${index}`);
    for (const key of keys) {
      ringer.ring([{ lane: 1, keys: [key] }]);
      await eventually('it is heard', () => other.keys.has(key) && (one.keys.has(key) || two.keys.has(key)));
    }
    expect(keys.filter((key) => one.keys.has(key) && two.keys.has(key))).toEqual([]);
    expect(keys.every((key) => other.keys.has(key))).toBe(true);
  });

  test('MUST send many keys in few messages', async () => {
    const ringer = await open('ringer');
    const heard = listen(await open('push'));
    await untilHeard(ringer, [heard]);
    const before = ringer.stats().sent;
    const keys = Array.from({ length: 640 }, (_, index) => `k-${index}`);
    for (const key of keys) ringer.ring([{ lane: 1, keys: [key, key] }]);
    await eventually('all are heard', () => keys.every((key) => heard.keys.has(key)));
    // The last try may have been on its way.
    expect(ringer.stats().sent - before).toBeLessThanOrEqual(11);
  });

  test('MUST hear its own rings while the broker is away, and everybody’s again afterwards', async () => {
    const [here, there] = [listen(await open('push')), listen(await open('sync'))];
    await untilHeard(here.doorbell, [here, there]);
    bed.proxy.refuse(true);
    bed.proxy.cut();
    await eventually('it is heard here alone', () => {
      here.doorbell.ring([{ lane: 1, keys: ['alone'] }]);
      return here.keys.has('alone');
    });
    expect(here.doorbell.stats().dropped).toBeGreaterThan(0);
    bed.proxy.refuse(false);
    await eventually('it is heard there', () => {
      here.doorbell.ring([{ lane: 1, keys: ['together'] }]);
      return there.keys.has('together');
    });
  });

  test('MUST drop rings for a socket that takes nothing, and keep few', async () => {
    const ringer = await open('ringer');
    const heard = listen(await open('push'));
    await untilHeard(ringer, [heard]);
    bed.proxy.freeze();
    const filling = 'x'.repeat(1_000);
    let next = 0;
    await eventually('it drops', () => {
      const keys = Array.from({ length: 3_000 }, () => `${(next += 1)}-${filling}`);
      ringer.ring([{ lane: 1, keys }]);
      return ringer.stats().dropped > 500;
    });
    const { sent } = ringer.stats();
    for (let turn = 0; turn < 5; turn += 1) {
      const { dropped } = ringer.stats();
      ringer.ring([{ lane: 1, keys: Array.from({ length: 640 }, () => `${(next += 1)}-${filling}`) }]);
      await eventually('they are dropped', () => ringer.stats().dropped >= dropped + 10);
    }
    expect(ringer.stats().sent).toBe(sent);
    bed.proxy.thaw();
    await eventually('it rings again', () => {
      ringer.ring([{ lane: 1, keys: ['again'] }]);
      return heard.keys.has('again');
    });
  });

  test('MUST ring nothing through a broker that takes nothing', async () => {
    const rabbit = await bed.connected();
    const ringer = createRabbitDoorbell(rabbit, { group: 'push' });
    const heard = listen(ringer);
    await untilHeard(ringer, [heard]);
    bed.proxy.block('low on disk');
    await eventually('it is blocked', () => rabbit.state().blocked !== null);
    const { sent } = ringer.stats();
    ringer.ring([{ lane: 1, keys: ['local'] }]);
    await eventually('it is heard in this process', () => heard.keys.has('local'));
    expect(ringer.stats().sent).toBe(sent);
  });

  test('MUST go on when its queue is deleted, or its channel closed', async () => {
    const ringer = await open('ringer');
    const heard = listen(await open('push'));
    await untilHeard(ringer, [heard]);
    await (await bed.hand()).deleteQueue(bed.names.doorbellQueue('push'));
    await untilHeard(ringer, [heard]);
    bed.proxy.upsetConsumers();
    await eventually('the channel was lost', () =>
      bed.log.some(({ details }) => String(details['error']).includes('406')),
    );
    await untilHeard(ringer, [heard]);
    expect(heard.doorbell.stats().malformed).toBe(0);
  });

  test('MUST ignore and count messages that are none', async () => {
    const ringer = await open('ringer');
    const heard = listen(await open('push'));
    await untilHeard(ringer, [heard]);
    const hand = await bed.hand();
    for (const body of ['', '{}', '[[1,[7]]]', 'x'.repeat(400_000)])
      hand.publish(bed.names.doorbell, '', Buffer.from(body));
    await eventually('they are counted', () => heard.doorbell.stats().malformed === 4);
    await untilHeard(ringer, [heard]);
    expect(heard.doorbell.stats().malformed).toBe(4);
  });

  test('MUST take no queue before somebody listens, and leave it when nobody does', async () => {
    const doorbell = await open('push');
    const queues = async (): Promise<boolean> =>
      (await bed.hand()).checkQueue(bed.names.doorbellQueue('push')).then(
        () => true,
        () => false,
      );
    await eventually('it is sent', () => {
      doorbell.ring([{ lane: 1, keys: ['a'] }]);
      return doorbell.stats().sent > 0;
    });
    expect(await queues()).toBe(false);
    const ears = listen(doorbell);
    await untilHeard(doorbell, [ears]);
    ears.stop();
    const hand = await bed.hand();
    await eventually(
      'nobody consumes',
      async () => (await hand.checkQueue(bed.names.doorbellQueue('push'))).consumerCount === 0,
    );
    const again = listen(doorbell);
    await untilHeard(doorbell, [again]);
    expect(doorbell.stats().heard).toBeGreaterThan(1);
  });

  test('MUST say why it hears nothing when somebody declared its queue otherwise, and go on when that is mended', async () => {
    const hand = await bed.hand();
    await hand.assertQueue(bed.names.doorbellQueue('push'), { durable: true });
    const rabbit = await bed.connected();
    const heard = listen(createRabbitDoorbell(rabbit, { group: 'push' }));
    await eventually('the state says so', () =>
      rabbit.state().troubles.some(({ error }) => error.includes('PRECONDITION_FAILED')),
    );
    expect(rabbit.state()).toMatchObject({ status: 'connected', troubles: [{ channel: 'doorbell queue' }] });
    expect(bed.proxy.connections()).toBe(2);
    await hand.deleteQueue(bed.names.doorbellQueue('push'));
    await eventually(
      'it hears',
      () => {
        heard.doorbell.ring([{ lane: 1, keys: ['now'] }]);
        return heard.keys.has('now');
      },
      40_000,
    );
    expect(rabbit.state().troubles).toEqual([]);
  });
});
