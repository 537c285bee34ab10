import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DomainEvent } from '@portico/core/domain-events';
import { createRabbitPublisher } from './rabbit-publisher.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];

const someEvents = (count: number, bytes = 10): readonly DomainEvent[] =>
  Array.from({ length: count }, () => ({
    id: randomUUID(),
    tenant: 'default',
    type: 'todo.refused',
    occurredAt: 1_795_233_600_123,
    data: { filling: 'x'.repeat(bytes) },
    trace: null,
  }));

const kinds = (outcomes: readonly { readonly kind: string }[]): readonly string[] => [
  ...new Set(outcomes.map(({ kind }) => kind)),
];

describe.skipIf(url === undefined)('Publishing when things go wrong', () => {
  let bed: BrokerBed;
  beforeEach(async () => {
    bed = await openBrokerBed(url ?? '');
  });
  afterEach(() => bed.close());

  test('MUST say unconfirmed while the connection is frozen, and confirm again when it thaws', async () => {
    const publisher = createRabbitPublisher(await bed.connected());
    expect(kinds(await publisher.publish(someEvents(1), 5_000))).toEqual(['confirmed']);
    bed.proxy.freeze();
    const begun = performance.now();
    expect(kinds(await publisher.publish(someEvents(5), 400))).toEqual(['unconfirmed']);
    expect(performance.now() - begun).toBeLessThan(1_000);
    bed.proxy.thaw();
    expect(kinds(await publisher.publish(someEvents(5), 10_000))).toEqual(['confirmed']);
  });

  test('MUST take what nobody subscribed to for confirmed, and count it', async () => {
    const publisher = createRabbitPublisher(await bed.connected());
    expect(kinds(await publisher.publish(someEvents(3), 5_000))).toEqual(['confirmed']);
    const heard = await bed.collect(bed.names.domain, 'todo.refused');
    expect(kinds(await publisher.publish(someEvents(2), 5_000))).toEqual(['confirmed']);
    expect(publisher.stats()).toEqual({ confirmed: 5, unrouted: 3, unconfirmed: 0 });
    await eventually('both are heard', () => heard.length === 2);
  });

  test('MUST notice by the heartbeat that a socket swallows what is written, and connect again', async () => {
    const rabbit = await bed.connected({ heartbeatSeconds: 1 });
    const publisher = createRabbitPublisher(rabbit);
    expect(kinds(await publisher.publish(someEvents(1), 5_000))).toEqual(['confirmed']);
    bed.proxy.freeze();
    const begun = performance.now();
    const outcomes = await publisher.publish(someEvents(20), 30_000);
    expect(kinds(outcomes)).toEqual(['unconfirmed']);
    expect(performance.now() - begun).toBeLessThan(10_000);
    bed.proxy.thaw();
    expect(kinds(await publisher.publish(someEvents(1), 20_000))).toEqual(['confirmed']);
    expect(rabbit.state().lastError).toBe('Heartbeat timeout');
    expect(bed.proxy.connections()).toBeGreaterThan(1);
  });

  test('MUST say unconfirmed at once when the connection breaks', async () => {
    const publisher = createRabbitPublisher(await bed.connected());
    expect(kinds(await publisher.publish(someEvents(1), 5_000))).toEqual(['confirmed']);
    bed.proxy.swallow(true);
    const begun = performance.now();
    const publishing = publisher.publish(someEvents(3), 20_000);
    bed.proxy.cut();
    expect(await publishing).toMatchObject([{ reason: 'channel closed' }, { reason: 'channel closed' }, {}]);
    expect(performance.now() - begun).toBeLessThan(5_000);
    bed.proxy.swallow(false);
    expect(kinds(await publisher.publish(someEvents(1), 10_000))).toEqual(['confirmed']);
  });

  test('MUST send nothing while the broker takes nothing, and go on when it does', async () => {
    const rabbit = await bed.connected();
    const publisher = createRabbitPublisher(rabbit);
    expect(kinds(await publisher.publish(someEvents(1), 5_000))).toEqual(['confirmed']);
    const heard = await bed.collect(bed.names.domain);
    bed.proxy.block('low on memory');
    await eventually('the state says so', () => rabbit.state().blocked === 'low on memory');
    expect(await publisher.publish(someEvents(1), 200)).toEqual([
      { kind: 'unconfirmed', reason: 'the broker takes nothing: low on memory' },
    ]);
    const waiting = publisher.publish(someEvents(1), 20_000);
    bed.proxy.block(null);
    expect(kinds(await waiting)).toEqual(['confirmed']);
    await eventually('only that one is heard', () => heard.length === 1);
    expect(rabbit.state().blocked).toBeNull();
  });

  test('MUST not keep more than a bound for a socket that takes nothing', async () => {
    const publisher = createRabbitPublisher(await bed.connected());
    expect(kinds(await publisher.publish(someEvents(1), 5_000))).toEqual(['confirmed']);
    bed.proxy.freeze();
    const outcomes = await publisher.publish(someEvents(3_000, 10_000), 1_500);
    expect(kinds(outcomes)).toEqual(['unconfirmed']);
    const reasons = outcomes.map((outcome) => (outcome.kind === 'unconfirmed' ? outcome.reason : ''));
    const unsent = reasons.filter((reason) => reason.includes('slower')).length;
    expect(unsent).toBeGreaterThan(1_000);
    bed.proxy.thaw();
    expect(kinds(await publisher.publish(someEvents(3_000, 1_000), 20_000))).toEqual(['confirmed']);
  });

  test('MUST wait for a broker that is away at the start, and say unconfirmed until it comes', async () => {
    bed.proxy.refuse(true);
    const rabbit = bed.open();
    const publisher = createRabbitPublisher(rabbit);
    const [outcome] = await publisher.publish(someEvents(1), 300);
    expect(outcome).toMatchObject({ kind: 'unconfirmed', reason: expect.stringMatching(/^no connection: /u) });
    expect(rabbit.state().status).toBe('connecting');
    bed.proxy.refuse(false);
    expect(kinds(await publisher.publish(someEvents(1), 20_000))).toEqual(['confirmed']);
  });

  test('MUST declare its exchange again when somebody deleted it', async () => {
    const publisher = createRabbitPublisher(await bed.connected());
    expect(kinds(await publisher.publish(someEvents(1), 5_000))).toEqual(['confirmed']);
    await (await bed.hand()).deleteExchange(bed.names.domain);
    expect(await publisher.publish(someEvents(1), 5_000)).toMatchObject([{ kind: 'unconfirmed' }]);
    expect(kinds(await publisher.publish(someEvents(1), 10_000))).toEqual(['confirmed']);
  });

  test('MUST go on and say why when somebody declared the exchange otherwise', async () => {
    await (await bed.hand()).assertExchange(bed.names.domain, 'fanout', { durable: true });
    const rabbit = await bed.connected();
    const publisher = createRabbitPublisher(rabbit);
    const [outcome] = await publisher.publish(someEvents(1), 1_000);
    expect(outcome?.kind).toBe('unconfirmed');
    expect(rabbit.state()).toMatchObject({ status: 'connected', troubles: [{ channel: 'domain events' }] });
    expect(rabbit.state().troubles[0]?.error).toContain('PRECONDITION_FAILED');
    await (await bed.hand()).deleteExchange(bed.names.domain);
    expect(kinds(await publisher.publish(someEvents(1), 30_000))).toEqual(['confirmed']);
    expect(rabbit.state().troubles).toEqual([]);
  });
});
