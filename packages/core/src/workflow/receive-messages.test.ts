import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { StoreFailure } from '../ports/store-failure.ts';
import { sampleTime } from '../testing/workflow/sample-events.ts';
import { createWorkflowWorld } from '../testing/workflow/workflow-world.ts';
import { receiveMessages, type EngineMessage, type MessageVerdict } from './receive-messages.ts';
import { createWorkflowSchemas } from './schemas.ts';
import type { Workflow } from './workflow.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(unescape(encodeURIComponent(text)), (c) => c.charCodeAt(0));
const message = (value: unknown, tenant = 'default'): EngineMessage => ({ body: bytes(JSON.stringify(value)), tenant });
const raw = (text: string): EngineMessage => ({ body: bytes(text), tenant: 'default' });

const event = (id: string, fields: object = {}) => ({
  eventId: id,
  action: 'start',
  occurredAt: new Date(sampleTime).toISOString(),
  instance: { id: 'S-1', processId: 'leave', subject: '请假' },
  ...fields,
});

const schemas = createWorkflowSchemas('Asia/Shanghai');
const schemasOf = (tenant: string) => okAsync(tenant === 'default' || tenant === 'other' ? schemas : null);

const over = (workflow: Pick<Workflow, 'recordEngineEvents'>) => receiveMessages({ workflow, schemasOf });

/** A workflow whose store fails as `failure` says of the ids in a transaction; what goes in is noted. */
const failing = (failure: (ids: readonly string[], call: number) => StoreFailure['code'] | null) => {
  const stored: string[] = [];
  const sizes: number[] = [];
  const recordEngineEvents: Workflow['recordEngineEvents'] = (_tenant, events) => {
    const ids = events.map(({ eventId }) => eventId);
    sizes.push(ids.length);
    const code = failure(ids, sizes.length);
    if (code !== null) return errAsync({ code, message: 'as told' });
    stored.push(...ids);
    return okAsync({ accepted: ids.length, duplicates: 0, ignored: [], todos: 0 });
  };
  return { receive: over({ recordEngineEvents }), stored, sizes };
};

const kinds = (verdicts: readonly MessageVerdict[]) => verdicts.map(({ kind }) => kind);

describe('Receiving messages', () => {
  test('MUST give the same verdicts and the same state however messages are batched', async () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const any = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .record({ id, subject: fc.constantFrom('x', 'y') })
          .map((r) => event(r.id, { instance: { id: 'S-1', processId: 'leave', subject: r.subject } })),
      },
      id.map((one) => event(one, { action: 'receive' })),
      id.map((one) => event(one, { occurredAt: '2099-01-01T00:00:00Z' })),
      fc.constant(7),
    );
    const arrival = fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(fc.oneof(any, fc.array(any, { maxLength: 4 })), fc.constantFrom('default', 'other', 'nobody'))
          .map(([value, tenant]) => message(value, tenant)),
      },
      fc.constantFrom(raw('{"a":'), raw('7'), raw('null'), raw('[]')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(arrival, { maxLength: 12 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        async (messages, sizes) => {
          const [together, apart] = [createWorkflowWorld(), createWorkflowWorld()];
          const once = await over(together.workflow)(messages);
          const parts: MessageVerdict[] = [];
          for (let at = 0; at < messages.length;) {
            const { value: size } = sizes.next();
            parts.push(...(await over(apart.workflow)(messages.slice(at, at + size))));
            at += size;
          }
          expect(once).toHaveLength(messages.length);
          expect(parts).toEqual(once);
          for (const tenant of ['default', 'other']) {
            const [left, right] = await Promise.all(
              [together, apart].map(({ workflow }) => workflow.showInstance(tenant, 'S-1')),
            );
            // The version counts the changes, and these depend on the batches.
            expect(right?.map(({ instance }) => ({ ...instance, version: 0 }))).toEqual(
              left?.map(({ instance }) => ({ ...instance, version: 0 })),
            );
          }
        },
      ),
    );
  });

  test('MUST name what is wrong with a message or with an event of it', async () => {
    const world = createWorkflowWorld();
    const verdicts = await over(world.workflow)([
      message(event('1')),
      message(event('1')),
      message([event('2'), event('3', { action: 'approve' }), event('1', { occurredAt: '2026-11-21T00:00:00Z' })]),
      message(event('4', { instance: { id: '' } })),
      message(event('5'), 'nobody'),
      { body: Uint8Array.of(0x22, 0xff, 0x22), tenant: 'default' },
      raw('"text"'),
      raw('['.repeat(65)),
      message(Array.from({ length: 1001 }, () => 0)),
      raw(`\ufeff${JSON.stringify(event('6'))}`),
    ]);
    expect(verdicts).toMatchObject([
      { kind: 'taken', rejected: [] },
      { kind: 'taken', rejected: [] },
      {
        kind: 'taken',
        rejected: [
          { code: 'EVENT_INVALID', pointer: '/action', body: JSON.stringify(event('3', { action: 'approve' })) },
          { code: 'EVENT_ID_REUSED', pointer: '/eventId' },
        ],
      },
      { kind: 'rejected', code: 'EVENT_INVALID', pointer: '/instance/id' },
      { kind: 'rejected', code: 'TENANT_UNKNOWN' },
      { kind: 'rejected', code: 'JSON_INVALID' },
      { kind: 'rejected', code: 'MESSAGE_INVALID' },
      { kind: 'rejected', code: 'JSON_TOO_DEEP' },
      { kind: 'rejected', code: 'BATCH_TOO_LARGE' },
      { kind: 'taken', rejected: [] },
    ]);
    expect((await world.instance()).eventCount).toBe(3);
  });

  test('MUST count levels outside texts only', async () => {
    const world = createWorkflowWorld();
    const verdicts = await over(world.workflow)([
      message(event('1', { note: '[{"\\'.repeat(100) })),
      message(event('2', { note: JSON.parse(`${'['.repeat(63)}${']'.repeat(63)}`) })),
      message(event('3', { note: JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`) })),
    ]);
    expect(kinds(verdicts)).toEqual(['taken', 'taken', 'rejected']);
  });

  test('MUST record a tenant’s messages in transactions of up to 1,000 events, none of them split', async () => {
    const { receive, sizes } = failing(() => null);
    const of = (count: number, name: string) =>
      message(Array.from({ length: count }, (_, index) => event(`${name}-${index}`)));
    expect(kinds(await receive([of(600, 'a'), of(300, 'b'), of(101, 'c'), of(1000, 'd')]))).toEqual(
      Array(4).fill('taken'),
    );
    expect(sizes).toEqual([900, 101, 1000]);
  });

  test('MUST keep everything for later while the store is away, but what was stored before', async () => {
    const { receive, sizes } = failing((_ids, call) => (call === 2 ? 'STORE_UNAVAILABLE' : null));
    const messages = [message(event('1')), message(event('2'), 'other'), message(event('3'), 'nobody'), raw('{')];
    expect(await receive(messages)).toMatchObject([
      { kind: 'taken' },
      { kind: 'later', reason: 'STORE_UNAVAILABLE: as told' },
      { kind: 'later' },
      { kind: 'rejected', code: 'JSON_INVALID' },
    ]);
    expect(sizes).toEqual([1, 1]);
  });

  test('MUST keep only those for later that lost a race', async () => {
    const { receive, stored } = failing((ids) => (ids.includes('1') ? 'STORE_CONFLICT' : null));
    expect(kinds(await receive([message(event('1')), message(event('2'), 'other')]))).toEqual(['later', 'taken']);
    expect(stored).toEqual(['2']);
  });

  test('MUST keep everything for later when the tenants cannot be read', async () => {
    const { workflow } = createWorkflowWorld();
    const receive = receiveMessages({
      workflow,
      schemasOf: () => errAsync({ code: 'STORE_UNAVAILABLE', message: 'down' }),
    });
    expect(kinds(await receive([message(event('1')), message(event('2'), 'other')]))).toEqual(['later', 'later']);
  });

  test('MUST not let events that the store refuses sink others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(40), { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (bad, perMessage) => {
          const poison = new Set(bad.map(String));
          const { receive, stored } = failing((ids) => (ids.some((one) => poison.has(one)) ? 'STORE_DATA' : null));
          const events = Array.from({ length: 41 }, (_, index) => event(String(index)));
          const messages = [];
          for (let at = 0; at < events.length; at += perMessage)
            messages.push(message(events.slice(at, at + perMessage)));
          const verdicts = await receive(messages);
          const left = verdicts.flatMap((verdict) => (verdict.kind === 'taken' ? verdict.rejected : []));
          expect(left.map(({ body, code }) => [JSON.parse(body).eventId, code])).toEqual(
            [...bad].sort((a, b) => a - b).map((one) => [String(one), 'EVENT_UNSTORABLE']),
          );
          expect([...stored].sort()).toEqual(
            events
              .map(({ eventId }) => eventId)
              .filter((one) => !poison.has(one))
              .sort(),
          );
        },
      ),
    );
  });
});
