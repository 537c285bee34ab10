import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Doorbell } from '@portico/core/work';
import { doorbellContract } from '@portico/core/testing';
import { createRabbitDoorbell } from './rabbit-doorbell.ts';
import type { Rabbit } from './rabbit.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];

describe.skipIf(url === undefined)('The doorbell over RabbitMQ', () => {
  /** No lane of the contract's. */
  const marker = 9_999;
  let bed: BrokerBed;
  let rabbit: Rabbit;
  let cases = 0;
  let stop: () => void;
  let doorbell: Doorbell;
  let arrived: () => Promise<void>;

  beforeAll(async () => {
    bed = await openBrokerBed(url ?? '');
    rabbit = await bed.connected();
  });
  beforeEach(async () => {
    const inner = createRabbitDoorbell(rabbit, { group: `g${(cases += 1)}` });
    let seen = 0;
    let rung = 0;
    stop = inner.listen(
      (rings) =>
        void (seen = Math.max(
          seen,
          ...rings.filter(({ lane }) => lane === marker).map(({ keys }) => Number(keys.at(-1))),
        )),
    );
    arrived = async () => {
      // What waits to be sent goes in the order of its lanes; the marker must come after all of it.
      const { sent } = inner.stats();
      inner.ring([{ lane: marker, keys: ['0'] }]);
      await eventually('what waits is sent', () => inner.stats().sent > sent);
      const mark = (rung += 1);
      inner.ring([{ lane: marker, keys: [String(mark)] }]);
      await eventually('the marker is heard', () => seen >= mark);
    };
    doorbell = {
      ring: inner.ring,
      listen: (heard) =>
        inner.listen((rings) => {
          const others = rings.filter(({ lane }) => lane !== marker);
          if (others.length > 0) heard(others);
        }),
    };
    // Until the queue is bound, rings go nowhere.
    await eventually('the queue is there', async () => {
      inner.ring([{ lane: marker, keys: ['0'] }]);
      return inner.stats().heard > 0;
    });
  });
  afterEach(() => stop());
  afterAll(() => bed.close(Array.from({ length: cases }, (_, index) => `g${index + 1}`)));

  test.each(doorbellContract)('$name', async ({ run }) => {
    await expect(run({ doorbell, arrived })).resolves.toBeUndefined();
  });
});
