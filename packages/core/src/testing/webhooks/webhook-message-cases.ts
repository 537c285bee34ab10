import * as fc from 'fast-check';
import type { WebhookMessageCursor, WebhookMessageFilter } from '../../webhooks/ports.ts';
import type { WebhookMessage } from '../../webhooks/webhook.ts';
import { compareCodePoints } from '../../work/code-point-order.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { inTransaction, sampleMessage, withEndpoints } from './sample-webhooks.ts';
import type { WebhookStoresSubject } from './webhook-stores-contract.ts';

const every: WebhookMessageFilter = { endpoint: null, type: null, delivered: null };

const append = (
  subject: WebhookStoresSubject,
  tenant: string,
  messages: readonly Partial<WebhookMessage>[],
): Promise<void> =>
  inTransaction(subject, ({ webhookMessages }) =>
    webhookMessages.append(messages.map((message) => sampleMessage({ tenant, ...message }))),
  );

const list = (
  subject: WebhookStoresSubject,
  tenant: string,
  filter: WebhookMessageFilter = every,
  after: WebhookMessageCursor | null = null,
  limit = 200,
): Promise<readonly WebhookMessage[]> =>
  inTransaction(subject, ({ webhookMessages }) => webhookMessages.list(tenant, filter, after, limit));

const places = (messages: readonly WebhookMessage[]): readonly string[] =>
  messages.map(({ endpoint, id }) => `${id} ${endpoint}`);

const deliver = (
  subject: WebhookStoresSubject,
  tenant: string,
  endpoint: string,
  ids: readonly string[],
): Promise<void> =>
  inTransaction(subject, ({ webhookMessages }) => webhookMessages.markDelivered(tenant, endpoint, ids));

/** What a store of messages promises. */
export const webhookMessageCases: readonly ContractCase<WebhookStoresSubject>[] = [
  {
    name: 'MUST answer messages as they were written, with the time of the store',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal', 'other');
      const wanted = [
        sampleMessage({ tenant }),
        sampleMessage({ tenant, id: 'm-0002', type: 'alert.firing', data: {} }),
      ];
      await inTransaction(subject, ({ webhookMessages }) => webhookMessages.append(wanted));
      const found = await inTransaction(subject, ({ webhookMessages }) =>
        webhookMessages.load(tenant, 'portal', ['m-0002', 'm-0001', 'm-0003']),
      );
      mustEqual([...found.keys()].sort(), ['m-0001', 'm-0002'], 'those that are there');
      for (const message of wanted) {
        const { createdAt, deliveredAt, ...rest } = found.get(message.id) ?? { createdAt: Number.NaN, deliveredAt: 0 };
        mustEqual(rest, message, 'the same');
        must(deliveredAt === null && Number.isInteger(createdAt) && createdAt > 0, 'stamped and not delivered');
      }
      const others = await inTransaction(subject, ({ webhookMessages }) =>
        webhookMessages.load(tenant, 'other', ['m-0001']),
      );
      mustEqual(others.size, 0, "another endpoint's");
    },
  },
  {
    name: 'MUST leave a message that is there as it is',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal');
      await append(subject, tenant, [{}]);
      await deliver(subject, tenant, 'portal', ['m-0001']);
      const [before] = await list(subject, tenant);
      await subject.advance(5);
      await append(subject, tenant, [{ type: 'changed', data: { changed: true } }, { id: 'm-0002' }]);
      const after = await list(subject, tenant, { ...every, delivered: true });
      mustEqual(after, [before], 'the first one');
      mustEqual(places(await list(subject, tenant)), ['m-0002 portal', 'm-0001 portal'], 'both');
    },
  },
  {
    name: 'MUST write nothing for an endpoint that is not there',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal');
      await append(subject, tenant, [{ endpoint: 'gone' }, {}]);
      mustEqual(places(await list(subject, tenant)), ['m-0001 portal'], 'what is written');
    },
  },
  {
    name: 'MUST take any text that comes from outside',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal');
      await append(subject, tenant, [{ data: { reason: 'a\u0000b', 'k\ud800': '\udc00' } }]);
      mustEqual((await list(subject, tenant)).length, 1, 'it is there');
    },
  },
  {
    name: 'MUST keep when a message was first delivered',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal', 'other');
      await append(subject, tenant, [{}, { id: 'm-0002' }, { endpoint: 'other' }]);
      await deliver(subject, tenant, 'portal', ['m-0001', 'm-9999']);
      const [first] = await list(subject, tenant, { ...every, delivered: true });
      must(first?.deliveredAt != null && first.deliveredAt >= first.createdAt, 'a time of the store');
      await subject.advance(5);
      await deliver(subject, tenant, 'portal', ['m-0001']);
      mustEqual(await list(subject, tenant, { ...every, delivered: true }), [first], 'still the first time');
      mustEqual(
        places(await list(subject, tenant, { ...every, delivered: false })),
        ['m-0002 portal', 'm-0001 other'],
        'the others',
      );
    },
  },
  {
    name: 'MUST list newest ids first, page by page, by every filter',
    run: (subject) =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(
            fc.record({
              id: fc.integer({ min: 0, max: 5 }).map((number) => `m-${String(number).padStart(4, '0')}`),
              endpoint: fc.constantFrom('a', 'a-1', 'b'),
              type: fc.constantFrom('todo.refused', 'alert.firing'),
              delivered: fc.boolean(),
            }),
            { selector: ({ id, endpoint }) => `${id} ${endpoint}`, minLength: 6, maxLength: 15 },
          ),
          fc.record({
            endpoint: fc.constantFrom(null, 'a', 'b', 'c'),
            type: fc.constantFrom(null, 'todo.refused'),
            delivered: fc.constantFrom(null, true, false),
          }),
          fc.integer({ min: 1, max: 5 }),
          async (messages, filter, limit) => {
            const tenant = await withEndpoints(subject, 'a', 'a-1', 'b');
            await append(subject, tenant, messages);
            for (const { endpoint, id, delivered } of messages)
              if (delivered) await deliver(subject, tenant, endpoint, [id]);
            const expected = messages
              .filter(
                ({ endpoint, type, delivered }) =>
                  (filter.endpoint ?? endpoint) === endpoint &&
                  (filter.type ?? type) === type &&
                  (filter.delivered ?? delivered) === delivered,
              )
              .toSorted((a, b) => compareCodePoints(b.id, a.id) || compareCodePoints(a.endpoint, b.endpoint))
              .map(({ endpoint, id }) => `${id} ${endpoint}`);
            const seen: string[] = [];
            let after: WebhookMessageCursor | null = null;
            for (;;) {
              const page: readonly WebhookMessage[] = await list(subject, tenant, filter, after, limit);
              must(page.length <= limit, 'a page holds no more than asked for');
              seen.push(...places(page));
              must(seen.length <= expected.length, 'every message once');
              after = page.at(-1) ?? null;
              if (after === null) break;
            }
            mustEqual(seen, expected, 'all pages together');
          },
        ),
        { numRuns: subject.runs },
      ),
  },
  {
    name: 'MUST name what was not delivered since then, oldest first, page by page',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal', 'other');
      await append(subject, tenant, [{ id: 'm-0000' }]);
      await subject.advance(10);
      await append(subject, tenant, [{ id: 'm-0003' }, { id: 'm-0001' }, { id: 'm-0002' }, { id: 'm-0004' }]);
      await append(subject, tenant, [{ id: 'm-0005', endpoint: 'other' }]);
      await deliver(subject, tenant, 'portal', ['m-0002']);
      const since = (await list(subject, tenant)).find(({ id }) => id === 'm-0001')?.createdAt ?? 0;
      const undelivered = (after: string | null, limit: number): Promise<readonly string[]> =>
        inTransaction(subject, ({ webhookMessages }) =>
          webhookMessages.undelivered(tenant, 'portal', since, after, limit),
        );
      mustEqual(await undelivered(null, 10), ['m-0001', 'm-0003', 'm-0004'], 'all');
      mustEqual(await undelivered(null, 2), ['m-0001', 'm-0003'], 'the first page');
      mustEqual(await undelivered('m-0003', 2), ['m-0004'], 'the second page');
    },
  },
  {
    name: 'MUST forget what was delivered before, a bounded number at a time, and nothing else',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'portal');
      await append(subject, tenant, [{ id: 'm-0001' }, { id: 'm-0002' }, { id: 'm-0003' }, { id: 'm-0004' }]);
      await deliver(subject, tenant, 'portal', ['m-0001', 'm-0002']);
      await subject.advance(10);
      await deliver(subject, tenant, 'portal', ['m-0003']);
      const before = (await list(subject, tenant)).find(({ id }) => id === 'm-0003')?.deliveredAt ?? 0;
      const prune = (limit: number): Promise<number> =>
        inTransaction(subject, ({ webhookMessages }) => webhookMessages.prune(before, limit));
      const ours = async (): Promise<number> => (await list(subject, tenant)).length;
      // Other tenants may have something to forget as well.
      while ((await prune(1)) > 0) must((await ours()) >= 2, 'what is younger, or was not delivered, stays');
      mustEqual(places(await list(subject, tenant)), ['m-0004 portal', 'm-0003 portal'], 'what is left');
      mustEqual(await prune(10), 0, 'nothing more to forget');
    },
  },
];
