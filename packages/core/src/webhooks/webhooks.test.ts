import { errAsync } from 'neverthrow';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { rowKey } from '../memory/memory-task-center-rows.ts';
import { messageTable } from '../memory/memory-webhook-rows.ts';
import { workRowKey, workTable } from '../memory/memory-work-rows.ts';
import { startWebhooksBench, type WebhooksBench } from '../testing/webhooks/webhooks-bench.ts';

declare const setImmediate: (run: () => void) => void;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const tenant = 'default';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const start = async (): Promise<WebhooksBench> => {
  const bench = await startWebhooksBench(() => new Promise((done) => setImmediate(() => done())));
  closing.push(bench.close);
  return bench;
};

describe('webhooks', () => {
  test('MUST send each event to every enabled endpoint that wants its type, under one id', async () => {
    const { clock, sender, event, add, tell, webhooks } = await start();
    await add('all');
    await add('todos', ['todo.*']);
    await add('refused', ['todo.refused', 'alert.*']);
    await add('off');
    (await webhooks.changeEndpoint(tenant, 'off', { enabled: false }, null))._unsafeUnwrap();
    const [refused, done, alert] = [event('todo.refused'), event('todo.acknowledged'), event('alert.firing')];
    await tell(refused, done, alert);
    await clock.advance(second);
    const sent = sender.posts.map(({ url, id }) => `${/\/\/(\w+)/.exec(url)?.[1]} ${id}`);
    expect(sent.toSorted()).toEqual(
      [
        ...[refused, done, alert].map(({ id }) => `all ${id}`),
        ...[refused, done].map(({ id }) => `todos ${id}`),
        ...[refused, alert].map(({ id }) => `refused ${id}`),
      ].toSorted(),
    );
  });

  test('MUST send type, timestamp, tenant and data, the same at every attempt', async () => {
    const { clock, sender, event, add, tell, message } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'failed', reason: 'answered with 500', retryAfterMs: null });
    const told = event('todo.refused', { platform: 'jinzhi', reason: '张三 没有账号' });
    await tell(told);
    await clock.advance(6 * second);
    sender.answer = () => ({ kind: 'done', more: false });
    await clock.advance(10 * minute);
    expect(sender.posts).toHaveLength(3);
    expect(new Set(sender.posts.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    expect(JSON.parse(sender.posts[0]?.body ?? '')).toEqual({
      type: 'todo.refused',
      timestamp: new Date(told.occurredAt).toISOString(),
      tenant,
      data: told.data,
    });
    const shown = await message('portal', told.id);
    expect(shown.message).toMatchObject({ state: 'delivered', attempts: 0, dueAt: null });
    expect(shown.attempts.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'failed']);
  });

  test('MUST write nothing of a transaction that fails', async () => {
    const { clock, sender, event, add, transactor, webhooks } = await start();
    await add('portal');
    const failed = await transactor.run((stores) =>
      webhooks.tell(stores, tenant, [event('todo.refused')]).andThen(() => errAsync('on purpose')),
    );
    expect(failed.isErr()).toBe(true);
    await clock.advance(minute);
    expect(sender.posts).toEqual([]);
  });

  test('MUST try for three days, with longer and longer pauses, and then wait for better times', async () => {
    const { clock, sender, event, add, tell, message } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'failed', reason: 'answered with 503', retryAfterMs: null });
    const told = event('todo.refused');
    await tell(told);
    await clock.advance(100 * hour);
    const pauses = sender.posts.map(({ at }, index) => at - (sender.posts[index - 1]?.at ?? at)).slice(1);
    const about = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
    expect(pauses).toHaveLength(about.length);
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(about[index] ?? 0);
      expect(pause).toBeLessThan((about[index] ?? 0) * 1.1 + 2 * minute);
    }
    expect((await message('portal', told.id)).message.state).toBe('exhausted');
    // The next message that the endpoint takes brings the exhausted one back.
    sender.answer = () => ({ kind: 'done', more: false });
    await tell(event('todo.refused'));
    await clock.advance(2 * minute);
    expect((await message('portal', told.id)).message.state).toBe('delivered');
  });

  test('MUST wait as long as the endpoint asks for', async () => {
    const { clock, sender, event, add, tell } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'failed', reason: 'answered with 503', retryAfterMs: hour });
    await tell(event('todo.refused'));
    await clock.advance(59 * minute);
    expect(sender.posts).toHaveLength(1);
    await clock.advance(8 * minute);
    expect(sender.posts).toHaveLength(2);
  });

  test('MUST hold back a throttled endpoint as a whole, and no other', async () => {
    const { clock, sender, event, add, tell } = await start();
    await add('slow');
    await add('quick');
    sender.answer = ({ url }) =>
      url.includes('slow')
        ? { kind: 'deferred', scope: 'lane', forMs: 10 * minute, reason: 'answered with 429' }
        : { kind: 'done', more: false };
    for (let sent = 0; sent < 5; sent += 1) {
      await tell(event('todo.refused'));
      await clock.advance(second);
    }
    expect(sender.posts.filter(({ url }) => url.includes('quick'))).toHaveLength(5);
    expect(sender.posts.filter(({ url }) => url.includes('slow'))).toHaveLength(1);
    sender.answer = () => ({ kind: 'done', more: false });
    await clock.advance(11 * minute);
    expect(new Set(sender.posts.filter(({ url }) => url.includes('slow')).map(({ id }) => id)).size).toBe(5);
  });

  test('MUST disable an endpoint that says that it is gone, and send what waited once it is enabled again', async () => {
    const { clock, sender, event, add, tell, webhooks, message } = await start();
    await add('portal');
    sender.answer = () => 'gone';
    const [first, second_, third] = [event('todo.refused'), event('todo.refused'), event('todo.refused')];
    await tell(first);
    await clock.advance(second);
    expect((await webhooks.showEndpoint(tenant, 'portal'))._unsafeUnwrap()).toMatchObject({
      enabled: false,
      disabledBecause: 'gone',
      revision: 2,
      lane: { paused: true },
    });
    expect((await message('portal', first.id)).message.state).toBe('refused');
    await tell(second_);
    await clock.advance(hour);
    expect(sender.posts).toHaveLength(1);
    expect((await webhooks.showMessage(tenant, 'portal', second_.id)).isErr()).toBe(true);
    sender.answer = () => ({ kind: 'done', more: false });
    const enabled = (await webhooks.changeEndpoint(tenant, 'portal', { enabled: true }, null))._unsafeUnwrap();
    expect([enabled.enabled, enabled.disabledBecause]).toEqual([true, null]);
    await tell(third);
    await clock.advance(2 * minute);
    expect(sender.posts.slice(1).map(({ id }) => id)).toEqual(expect.arrayContaining([first.id, third.id]));
    expect(sender.posts).toHaveLength(3);
  });

  test('MUST not disable an endpoint for what its earlier address said', async () => {
    const { clock, sender, event, add, tell, webhooks, transactor } = await start();
    await add('portal');
    sender.answer = () => {
      // Changed while the answer is on its way.
      void transactor.run((stores) =>
        stores.webhookEndpoints.find(tenant, 'portal').andThen((found) =>
          found === null
            ? errAsync('gone')
            : stores.webhookEndpoints.save({
                ...found,
                url: 'https://new.example.edu/',
                revision: found.revision + 1,
              }),
        ),
      );
      return 'gone';
    };
    await tell(event('todo.refused'));
    await clock.advance(second);
    expect((await webhooks.showEndpoint(tenant, 'portal'))._unsafeUnwrap()).toMatchObject({ enabled: true });
  });

  test('MUST let a disabled endpoint’s messages wait without growing old', async () => {
    const { clock, sender, event, add, tell, webhooks, message } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'failed', reason: 'answered with 503', retryAfterMs: null });
    const told = event('todo.refused');
    await tell(told);
    await clock.advance(second);
    (await webhooks.changeEndpoint(tenant, 'portal', { enabled: false }, null))._unsafeUnwrap();
    clock.jump(30 * 24 * hour);
    await clock.advance(hour);
    expect((await message('portal', told.id)).message.state).toBe('failing');
    sender.answer = () => ({ kind: 'done', more: false });
    (await webhooks.changeEndpoint(tenant, 'portal', { enabled: true }, null))._unsafeUnwrap();
    await clock.advance(10 * minute);
    expect((await message('portal', told.id)).message.state).toBe('delivered');
  });

  test('MUST sign with the new secret first, and along with the old one for a day', async () => {
    const { clock, sender, event, add, tell, webhooks } = await start();
    const { secret: old } = await add('portal');
    const { secret: young } = (await webhooks.rotateSecret(tenant, 'portal', null))._unsafeUnwrap();
    await tell(event('todo.refused'));
    await clock.advance(23 * hour);
    await tell(event('todo.refused'));
    await clock.advance(2 * hour);
    await tell(event('todo.refused'));
    await clock.advance(second);
    expect(sender.posts.map(({ secrets }) => secrets)).toEqual([[young, old], [young, old], [young]]);
  });

  test('MUST replay one message at once, whatever pause it is in, and also when it was delivered', async () => {
    const { clock, sender, event, add, tell, webhooks, message } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'failed', reason: 'answered with 503', retryAfterMs: 20 * hour });
    const told = event('todo.refused');
    await tell(told);
    await clock.advance(minute);
    sender.answer = () => ({ kind: 'done', more: false });
    for (let again = 0; again < 2; again += 1) {
      (await webhooks.replayMessage(tenant, 'portal', told.id))._unsafeUnwrap();
      await clock.advance(second);
      expect((await message('portal', told.id)).message.state).toBe('delivered');
    }
    expect(sender.posts.map(({ id }) => id)).toEqual([told.id, told.id, told.id]);
  });

  test('MUST replay all that was not delivered since then, and nothing else', async () => {
    const { clock, sender, event, add, tell, webhooks } = await start();
    await add('portal');
    const early = event('todo.refused');
    sender.answer = () => ({ kind: 'refused', reason: 'no' });
    await tell(early);
    await clock.advance(minute);
    const since = clock.now();
    const late = Array.from({ length: 450 }, () => event('todo.refused'));
    await tell(...late);
    await clock.advance(minute);
    sender.answer = () => ({ kind: 'done', more: false });
    const delivered = event('todo.acknowledged');
    await tell(delivered);
    await clock.advance(minute);
    const before = sender.posts.length;
    expect((await webhooks.replayUndelivered(tenant, 'portal', since, null))._unsafeUnwrap()).toEqual({
      messages: 450,
      more: false,
      nextCursor: null,
    });
    await clock.advance(minute);
    expect(new Set(sender.posts.slice(before).map(({ id }) => id))).toEqual(new Set(late.map(({ id }) => id)));
    expect((await webhooks.replayUndelivered(tenant, 'portal', since, null))._unsafeUnwrap().messages).toBe(0);
    expect((await webhooks.replayUndelivered(tenant, 'none', since, null))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
  });

  test('MUST replay at most 10,000 messages a call, and go on from where the one before ended', async () => {
    const { event, add, tell, clock, sender, webhooks, database } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'refused', reason: 'no' });
    const told = event('todo.refused');
    await tell(told);
    await clock.advance(minute);
    // Disabled, so that nothing is sent meanwhile.
    (await webhooks.changeEndpoint(tenant, 'portal', { enabled: false }, null))._unsafeUnwrap();
    const messages = messageTable(database);
    const one = messages.get(rowKey(tenant, 'portal', told.id));
    if (one === undefined) throw new Error('no message');
    const id = (number: number): string => `n-${String(number).padStart(6, '0')}`;
    for (let made = 0; made < 20_000; made += 1)
      messages.set(rowKey(tenant, 'portal', id(made)), { ...one, id: id(made) });
    const replay = async (cursor: string | null) =>
      (await webhooks.replayUndelivered(tenant, 'portal', 0, cursor))._unsafeUnwrap();
    expect(await replay(null)).toEqual({ messages: 10_000, more: true, nextCursor: id(9_998) });
    const due = () =>
      workTable(database)
        .all()
        .filter(({ parked }) => parked === null).length;
    expect(due()).toBe(10_000);
    expect(await replay(id(9_998))).toEqual({ messages: 10_000, more: true, nextCursor: id(19_998) });
    expect(await replay(id(19_998))).toEqual({ messages: 1, more: false, nextCursor: null });
    expect(due()).toBe(20_001);
    // Full to the brim: there is nothing behind it.
    expect(await replay(id(9_999))).toEqual({ messages: 10_000, more: false, nextCursor: null });
  }, 60_000);

  test('MUST give all that was refused another try when the address changes, however much it is', async () => {
    const { event, add, tell, clock, sender, webhooks, database } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'refused', reason: 'no' });
    await tell(event('todo.refused'));
    await clock.advance(minute);
    const work = workTable(database);
    const [row] = work.all();
    if (row === undefined) throw new Error('no row');
    for (let made = 0; made < 20_500; made += 1)
      work.set(workRowKey(row.lane, `n-${made}`), { ...row, key: `n-${made}` });
    (await webhooks.changeEndpoint(tenant, 'portal', { url: 'https://new.example.edu/' }, null))._unsafeUnwrap();
    expect(work.all().filter(({ parked }) => parked !== null)).toHaveLength(0);
  }, 60_000);

  test('MUST forget what was delivered a month ago, and nothing else', async () => {
    const { clock, sender, event, add, tell, webhooks, database } = await start();
    await add('portal');
    await tell(event('todo.acknowledged'));
    await clock.advance(2 * minute);
    clock.jump(31 * 24 * hour);
    sender.answer = () => ({ kind: 'refused', reason: 'no' });
    await tell(event('todo.refused'), event('todo.refused'));
    await clock.advance(2 * minute);
    sender.answer = () => ({ kind: 'done', more: false });
    await tell(event('todo.acknowledged'));
    await clock.advance(2 * minute);
    expect((await webhooks.maintain(30 * 24 * hour))._unsafeUnwrap()).toBe(1);
    expect((await webhooks.maintain(30 * 24 * hour))._unsafeUnwrap()).toBe(0);
    expect(database.table('webhook-message').size).toBe(3);
  });

  test('MUST tell a tenant’s first endpoint of what happens right after it was made', async () => {
    const { clock, sender, event, add, tell, webhooks } = await start();
    await tell(event('todo.refused'));
    await add('portal');
    const told = event('todo.refused');
    await tell(told);
    await clock.advance(second);
    expect(sender.posts.map(({ id }) => id)).toEqual([told.id]);
    // Whoever does not know yet finds out within a second.
    (await webhooks.removeEndpoint(tenant, 'portal'))._unsafeUnwrap();
    await tell(event('todo.refused'));
    await clock.advance(second);
    expect(sender.posts).toHaveLength(1);
  });

  test('MUST ping whatever types the endpoint asks for, and leave it to nobody else', async () => {
    const { clock, sender, add, webhooks } = await start();
    await add('portal', ['todo.refused']);
    await add('other');
    const ping = (await webhooks.pingEndpoint(tenant, 'portal'))._unsafeUnwrap();
    await clock.advance(second);
    expect(sender.posts.map(({ url, id }) => [url, id])).toEqual([['https://portal.example.edu/', ping.message.id]]);
    expect(JSON.parse(sender.posts[0]?.body ?? '')).toMatchObject({ type: 'portico.ping', tenant });
  });

  test('MUST leave nothing of an endpoint that is removed, and begin anew under its code', async () => {
    const { clock, sender, event, add, tell, webhooks, database } = await start();
    await add('portal');
    sender.answer = () => ({ kind: 'failed', reason: 'answered with 503', retryAfterMs: null });
    await tell(event('todo.refused'));
    await clock.advance(second);
    (await webhooks.removeEndpoint(tenant, 'portal'))._unsafeUnwrap();
    for (const name of ['webhook-endpoint', 'webhook-message', 'work', 'lane'])
      expect([name, database.table(name).size]).toEqual([name, 0]);
    await add('portal');
    sender.answer = () => ({ kind: 'done', more: false });
    const told = event('todo.refused');
    await tell(told);
    await clock.advance(second);
    expect(sender.posts.at(-1)?.id).toBe(told.id);
  });

  test('MUST bring every message to every endpoint at least once, whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('todo.refused', 'todo.acknowledged', 'alert.firing'), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.constantFrom('done', 'failed', 'lost', 'throttled')),
        async (types, answers) => {
          const { clock, sender, event, add, tell, webhooks } = await start();
          await add('all');
          await add('todos', ['todo.*']);
          let calm = false;
          sender.answer = () => {
            const answer = calm ? 'done' : (answers.next().value ?? 'done');
            if (answer === 'lost') return 'lost';
            if (answer === 'failed') return { kind: 'failed', reason: 'answered with 500', retryAfterMs: null };
            return answer === 'throttled'
              ? { kind: 'deferred', scope: 'lane', forMs: minute, reason: 'answered with 429' }
              : { kind: 'done', more: false };
          };
          const events = types.map((type) => event(type));
          for (const told of events) {
            await tell(told);
            await clock.advance(10 * second);
          }
          calm = true;
          // Nothing has failed more than a few times by now.
          await clock.advance(3 * hour);
          const { items } = (
            await webhooks.listMessages(tenant, { endpoint: null, type: null, delivered: null }, null, 200)
          )._unsafeUnwrap();
          const wanted = events.flatMap(({ id, type }) =>
            type.startsWith('todo.') ? [`all ${id}`, `todos ${id}`] : [`all ${id}`],
          );
          expect(items.map(({ message }) => `${message.endpoint} ${message.id}`).toSorted()).toEqual(wanted.toSorted());
          expect(items.filter(({ state }) => state !== 'delivered')).toEqual([]);
          for (const close of closing.splice(0)) await close();
        },
      ),
      { numRuns: 30 },
    );
  });
});
