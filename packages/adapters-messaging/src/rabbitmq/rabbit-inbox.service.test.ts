import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InboxMessage } from './inbox-message.ts';
import { createRabbitInbox, type InboxVerdict, type RabbitInbox, type RabbitInboxOptions } from './rabbit-inbox.ts';
import { eventually, openBrokerBed, type BrokerBed } from './testing/broker-bed.ts';

const url = process.env['PORTICO_TEST_RABBITMQ_URL'];

const taken: InboxVerdict = { kind: 'taken', rejected: [] };
const later: InboxVerdict = { kind: 'later', reason: 'STORE_UNAVAILABLE: down' };
const text = ({ body }: InboxMessage): string => Buffer.from(body).toString();

/** A store that takes messages in, or does what it is told of each. */
class Store {
  readonly seen: InboxMessage[] = [];
  readonly calls: number[] = [];
  readonly stored: string[] = [];
  verdict: (message: InboxMessage) => InboxVerdict = () => taken;
  answers = true;
  asked = 0;
  readonly receive: RabbitInboxOptions['receive'] = async (messages) => {
    this.calls.push(messages.length);
    this.seen.push(...messages);
    return messages.map((message) => {
      const verdict = this.verdict(message);
      if (verdict.kind === 'taken') this.stored.push(text(message));
      return verdict;
    });
  };
}

describe.skipIf(url === undefined)('The inbox over RabbitMQ', () => {
  let bed: BrokerBed;
  let store: Store;
  let inboxes: RabbitInbox[];
  beforeEach(async () => {
    bed = await openBrokerBed(url ?? '');
    store = new Store();
    inboxes = [];
  });
  afterEach(async () => {
    bed.proxy.thaw();
    await Promise.all(inboxes.map((inbox) => inbox.stop(1_000)));
    await bed.close();
  });

  const start = async (options: Partial<RabbitInboxOptions> = {}, heartbeatSeconds = 10): Promise<RabbitInbox> => {
    const inbox = createRabbitInbox(await bed.connected({ heartbeatSeconds }), {
      receive: store.receive,
      storeAnswers: async () => {
        store.asked += 1;
        return store.answers;
      },
      log: (level, message, details) => void bed.log.push({ level, message, details }),
      ...options,
    });
    inboxes.push(inbox);
    inbox.start();
    await eventually('it consumes', async () => {
      const found = await (await bed.hand()).checkQueue(bed.names.inbox).catch(() => null);
      return found !== null && found.consumerCount > 0;
    });
    return inbox;
  };
  const send = async (bodies: readonly string[], routingKey = 'default', properties: object = {}): Promise<void> => {
    const hand = await bed.hand();
    for (const body of bodies)
      hand.publish(bed.names.events, routingKey, Buffer.from(body), { persistent: true, ...properties });
  };
  const count = async (queue: string): Promise<number> => (await (await bed.hand()).checkQueue(queue)).messageCount;
  const numbers = (length: number, from = 0): readonly string[] =>
    Array.from({ length }, (_, index) => String(from + index));
  const untilStored = (wanted: readonly string[], withinMs?: number): Promise<void> =>
    eventually('all are stored', () => wanted.every((one) => store.stored.includes(one)), withinMs);
  /** Nothing is in the queue, and nothing in anybody's hand. */
  const untilEmpty = (): Promise<void> =>
    eventually('the inbox is empty', async () => {
      await Promise.all(inboxes.map((inbox) => inbox.stop()));
      return (await count(bed.names.inbox)) === 0;
    });

  test('MUST take in what is published, in order, in few batches, and acknowledge it', async () => {
    await start({ batchMessages: 20 });
    await send(numbers(100));
    await untilStored(numbers(100));
    expect(store.stored).toEqual(numbers(100));
    expect(Math.max(...store.calls)).toBeLessThanOrEqual(20);
    expect(store.calls.length).toBeLessThan(50);
    await untilEmpty();
    expect(inboxes[0]?.stats()).toEqual({ inHand: 0, taken: 100, rejected: 0, dead: 0, delays: 0 });
  });

  test('MUST say whose a message is, and what led to it', async () => {
    await start();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await send(['a'], '');
    await send(['b'], 'school-2.hr.leave', {
      headers: { traceparent },
      messageId: 'm-1',
      contentType: 'application/json',
    });
    await send(['c'], '.x', { headers: { traceparent: 'nonsense' } });
    await untilStored(['a', 'b', 'c']);
    expect(store.seen.map(({ body: _body, ...rest }) => rest)).toEqual([
      { tenant: 'default', contentType: null, messageId: null, trace: null },
      { tenant: 'school-2', contentType: 'application/json', messageId: 'm-1', trace: traceparent },
      { tenant: 'default', contentType: null, messageId: null, trace: null },
    ]);
  });

  test('MUST put what is rejected among the dead letters, whole or in parts, with the reason', async () => {
    store.verdict = (message) =>
      text(message) === 'bad'
        ? { kind: 'rejected', code: 'JSON_INVALID', pointer: '', message: 'Is not JSON in UTF-8.' }
        : {
            kind: 'taken',
            rejected: [1, 2].map((one) => ({
              body: `{"part":${one}}`,
              code: 'EVENT_INVALID',
              pointer: '/a',
              message: 'is required',
            })),
          };
    await start();
    await send(['bad'], 'school-2.hr', { messageId: 'm-1', contentType: 'text/plain' });
    await eventually('it is rejected', () => inboxes[0]?.stats().rejected === 1);
    await send(['mixed'], 'default', { messageId: 'm-2' });
    await eventually('it is taken', () => inboxes[0]?.stats().taken === 1);
    const dead = await bed.drain(bed.names.dead);
    expect(
      dead.map(({ content, fields, properties }) => [
        content.toString(),
        fields.routingKey,
        properties.messageId,
        properties.contentType,
        properties.deliveryMode,
        // Counted by the broker.
        { ...properties.headers, 'x-delivery-count': undefined },
      ]),
    ).toEqual([
      [
        'bad',
        'school-2.hr',
        'm-1',
        'text/plain',
        2,
        { 'portico-code': 'JSON_INVALID', 'portico-pointer': '', 'portico-message': 'Is not JSON in UTF-8.' },
      ],
      ...[1, 2].map((one) => [
        `{"part":${one}}`,
        'default',
        'm-2',
        'application/json',
        2,
        { 'portico-code': 'EVENT_INVALID', 'portico-pointer': '/a', 'portico-message': 'is required' },
      ]),
    ]);
    await untilEmpty();
    expect(inboxes[0]?.stats()).toMatchObject({ taken: 1, rejected: 1, dead: 3 });
  });

  test('MUST not take in what is too large', async () => {
    await start({ maxBytes: 1_000 });
    await send(['x'.repeat(1_001), 'y'.repeat(1_000)]);
    await untilStored(['y'.repeat(1_000)]);
    expect(store.seen).toHaveLength(1);
    await eventually('it is among the dead', async () => (await count(bed.names.dead)) === 1);
    expect((await bed.drain(bed.names.dead))[0]?.properties.headers).toMatchObject({
      'portico-code': 'MESSAGE_TOO_LARGE',
    });
  });

  test('MUST hold messages while the store is away, without spending deliveries', async () => {
    store.verdict = (message) => (text(message) === '1' || !store.answers ? later : taken);
    store.answers = false;
    await start();
    await send(numbers(3));
    await eventually('it tried several times', () => store.calls.length >= 4);
    expect(store.stored).toEqual([]);
    store.answers = true;
    store.verdict = () => taken;
    await untilStored(numbers(3));
    await untilEmpty();
    expect(store.asked).toBe(0);
    expect(inboxes[0]?.stats()).toMatchObject({ taken: 3, delays: 1 });
  });

  test('MUST give messages back before the broker loses patience, and consume when the store answers', async () => {
    store.verdict = () => later;
    store.answers = false;
    await start({ holdMs: 300 });
    await send(numbers(3));
    await eventually('the store was asked several times', () => store.asked >= 3);
    await eventually('they are in the queue', async () => (await count(bed.names.inbox)) === 3);
    const calls = store.calls.length;
    expect((await (await bed.hand()).checkQueue(bed.names.inbox)).consumerCount).toBe(0);
    store.verdict = () => taken;
    expect(store.calls).toHaveLength(calls);
    store.answers = true;
    await untilStored(numbers(3));
    await untilEmpty();
  });

  test('MUST find the one message that makes taking in fail, and go on with the others', async () => {
    store.verdict = (message) => {
      if (text(message) === '3') throw new Error('a bug');
      return taken;
    };
    await start();
    await send(numbers(6));
    await untilStored(['0', '1', '2', '4', '5']);
    await eventually('it is among the dead', async () => (await count(bed.names.dead)) === 1);
    const [dead] = await bed.drain(bed.names.dead);
    expect([dead?.content.toString(), dead?.properties.headers?.['portico-code']]).toEqual(['3', 'PROCESSING_FAILED']);
    await untilEmpty();
  });

  test('MUST keep a rejected message until its copy is confirmed, without taking it in again', async () => {
    store.verdict = () => ({ kind: 'rejected', code: 'JSON_INVALID', pointer: '', message: '' });
    await start();
    await eventually('the queue of dead letters is there', async () => (await count(bed.names.dead)) === 0);
    await (await bed.hand()).deleteQueue(bed.names.dead);
    await send(['bad']);
    await eventually('its copy is kept', async () => {
      const found = await (await bed.hand()).checkQueue(bed.names.dead).catch(() => null);
      return found?.messageCount === 1;
    });
    expect(store.calls).toEqual([1]);
    await untilEmpty();
  });

  test('MUST go on when its queue is deleted', async () => {
    await start();
    await send(['before']);
    await untilStored(['before']);
    await (await bed.hand()).deleteQueue(bed.names.inbox);
    await eventually('it consumes again', async () => {
      const found = await (await bed.hand()).checkQueue(bed.names.inbox).catch(() => null);
      return found?.consumerCount === 1;
    });
    await send(['after']);
    await untilStored(['after']);
    expect(store.stored).toEqual(['before', 'after']);
  });

  test('MUST go on when the broker closes its channel, as after its consumer time-out', async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const inbox = await start({
      receive: async (messages) => {
        const verdicts = await store.receive(messages);
        if (store.calls.length === 1) await held;
        return verdicts;
      },
    });
    await send(['1']);
    await eventually('it is in hand', () => store.calls.length === 1);
    bed.proxy.upsetConsumers();
    await eventually('the channel was lost', () =>
      bed.log.some(({ details }) => String(details['error']).includes('406')),
    );
    letGo();
    await eventually('it came again', () => store.stored.filter((one) => one === '1').length === 2);
    await send(['2']);
    await untilStored(['2']);
    await untilEmpty();
    expect(inbox.stats().inHand).toBe(0);
  });

  test('MUST lose nothing when connections break', async () => {
    await start({ prefetch: 10, batchMessages: 5 });
    const all = numbers(300);
    for (let at = 0; at < all.length; at += 100) {
      await send(all.slice(at, at + 100));
      await eventually('some are stored', () => store.stored.length > at);
      bed.proxy.cut();
    }
    await untilStored(all);
    await untilEmpty();
    expect(await count(bed.names.dead)).toBe(0);
  });

  test('MUST lose nothing when the connection freezes', async () => {
    await start({}, 1);
    await send(numbers(10));
    await untilStored(numbers(10));
    bed.proxy.freeze();
    await send(numbers(10, 10));
    await eventually('the heartbeat fails', () =>
      bed.log.some(({ details }) => details['reason'] === 'Heartbeat timeout'),
    );
    bed.proxy.thaw();
    await untilStored(numbers(20), 30_000);
    await untilEmpty();
    expect(await count(bed.names.dead)).toBe(0);
  });

  test('MUST share the work between processes', async () => {
    await start({ prefetch: 5, batchMessages: 5 });
    await start({ prefetch: 5, batchMessages: 5 });
    await send(numbers(200));
    await untilStored(numbers(200));
    expect([...store.stored].sort()).toEqual([...numbers(200)].sort());
    for (const inbox of inboxes) expect(inbox.stats().taken).toBeGreaterThan(0);
    await untilEmpty();
  });

  test('MUST finish what is in hand when it is stopped, take no more, and give the rest back', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const inbox = await start({
      prefetch: 4,
      batchMessages: 2,
      receive: async (messages) => {
        await held;
        return store.receive(messages);
      },
    });
    await send(numbers(10));
    await eventually('four are in hand', () => inbox.stats().inHand === 4);
    let hasStopped = false;
    const stopped = inbox.stop().then(() => void (hasStopped = true));
    // Long enough for one that does not wait.
    for (let turn = 0; turn < 50; turn += 1) await count(bed.names.inbox);
    expect(hasStopped).toBe(false);
    release();
    await stopped;
    expect(store.stored).toEqual(numbers(4));
    await eventually('the others are in the queue', async () => (await count(bed.names.inbox)) === 6);
  });

  test('MUST stop in time when a message takes for ever', async () => {
    const inbox = await start({ receive: () => new Promise(() => {}) });
    await send(['1']);
    await eventually('it is in hand', () => inbox.stats().inHand === 1);
    const begun = performance.now();
    await inbox.stop(300);
    expect(performance.now() - begun).toBeLessThan(2_000);
    await eventually('it is in the queue', async () => (await count(bed.names.inbox)) === 1);
  });

  test('MUST say why it takes nothing in when somebody declared the inbox otherwise, and leave the rest alone', async () => {
    const hand = await bed.hand();
    await hand.assertQueue(bed.names.inbox, { durable: true });
    const rabbit = await bed.connected();
    const inbox = createRabbitInbox(rabbit, { receive: store.receive, storeAnswers: async () => true, log: () => {} });
    inboxes.push(inbox);
    inbox.start();
    await eventually('the state says so', () => rabbit.state().troubles.length === 1);
    expect(rabbit.state()).toMatchObject({ status: 'connected', troubles: [{ channel: 'inbox' }] });
    expect(rabbit.state().troubles[0]?.error).toContain('PRECONDITION_FAILED - inequivalent arg');
    await hand.deleteQueue(bed.names.inbox);
    await eventually(
      'it consumes',
      async () => {
        const found = await (await bed.hand()).checkQueue(bed.names.inbox).catch(() => null);
        return found?.consumerCount === 1;
      },
      40_000,
    );
    await send(['1']);
    await untilStored(['1']);
    expect(rabbit.state().troubles).toEqual([]);
  });

  test('MUST let the broker itself put away what was delivered too often', async () => {
    await start();
    await Promise.all(inboxes.map((inbox) => inbox.stop()));
    await send(['killer'], 'school-2');
    await eventually('it is among the dead', async () => {
      const hand = await bed.hand();
      const message = await hand.get(bed.names.inbox);
      if (message !== false) hand.nack(message, false, true);
      return (await count(bed.names.dead)) === 1;
    });
    const [dead] = await bed.drain(bed.names.dead);
    expect(dead?.properties.headers?.['x-death']?.[0]).toMatchObject({
      reason: 'delivery_limit',
      queue: bed.names.inbox,
    });
    expect(dead?.fields.routingKey).toBe('school-2');
  });
});
