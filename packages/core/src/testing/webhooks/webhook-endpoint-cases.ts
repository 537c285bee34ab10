import { errAsync } from 'neverthrow';
import type { WebhookEndpoint } from '../../webhooks/webhook.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { inTransaction, sampleEndpoint, sampleMessage, withEndpoints } from './sample-webhooks.ts';
import type { WebhookStoresSubject } from './webhook-stores-contract.ts';

const save = (subject: WebhookStoresSubject, endpoint: WebhookEndpoint): Promise<boolean> =>
  inTransaction(subject, ({ webhookEndpoints }) => webhookEndpoints.save(endpoint));

const find = (subject: WebhookStoresSubject, tenant: string, code: string): Promise<WebhookEndpoint | null> =>
  inTransaction(subject, ({ webhookEndpoints }) => webhookEndpoints.find(tenant, code));

/** What a store of endpoints promises. */
export const webhookEndpointCases: readonly ContractCase<WebhookStoresSubject>[] = [
  {
    name: 'MUST answer an endpoint as it was saved',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const endpoints = [
        sampleEndpoint({ tenant, code: 'a' }),
        sampleEndpoint({
          tenant,
          code: 'b',
          types: ['todo.*', 'alert.firing'],
          enabled: false,
          disabledBecause: 'gone',
          secrets: [
            { sealed: 'new "one"', until: null },
            { sealed: 'old', until: 1_763_683_299_999 },
          ],
        }),
      ];
      for (const endpoint of endpoints) must(await save(subject, endpoint), 'it is saved');
      for (const endpoint of endpoints) mustEqual(await find(subject, tenant, endpoint.code), endpoint, 'the same');
      mustEqual(await find(subject, tenant, 'c'), null, 'one that is not there');
      mustEqual(await find(subject, subject.freshTenant(), 'a'), null, "another tenant's");
    },
  },
  {
    name: 'MUST save a change to the revision that is stored, and no other',
    run: async (subject) => {
      const tenant = subject.freshTenant();
      const first = sampleEndpoint({ tenant });
      mustEqual(await save(subject, { ...first, revision: 2 }), false, 'a change of nothing');
      mustEqual(await save(subject, first), true, 'the first');
      mustEqual(await save(subject, { ...first, name: 'twice' }), false, 'the first again');
      const second = { ...first, revision: 2, name: 'second', url: 'https://other.example.edu/', types: ['todo.*'] };
      mustEqual(await save(subject, second), true, 'the second');
      mustEqual(await save(subject, { ...second, name: 'late' }), false, 'the second again');
      mustEqual(await save(subject, { ...second, revision: 4 }), false, 'one too far');
      mustEqual(await find(subject, tenant, 'portal'), second, 'what is kept');
    },
  },
  {
    name: 'MUST list endpoints by code, of one tenant or of all',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'b', 'a-1', 'a', 'a1');
      const other = await withEndpoints(subject, 'z');
      const listed = await inTransaction(subject, ({ webhookEndpoints }) => webhookEndpoints.list(tenant));
      mustEqual(
        listed.map(({ code }) => code),
        ['a', 'a-1', 'a1', 'b'],
        'by code',
      );
      const all = await inTransaction(subject, ({ webhookEndpoints }) => webhookEndpoints.list(null));
      const ours = all.filter((endpoint) => endpoint.tenant === tenant || endpoint.tenant === other);
      mustEqual(ours.length, 5, 'of all tenants');
    },
  },
  {
    name: 'MUST remove an endpoint with its messages, and nothing else',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'a', 'b');
      await inTransaction(subject, ({ webhookMessages }) =>
        webhookMessages.append([
          sampleMessage({ tenant, endpoint: 'a' }),
          sampleMessage({ tenant, endpoint: 'b' }),
          sampleMessage({ tenant, endpoint: 'a', id: 'm-0002' }),
        ]),
      );
      const remove = (code: string): Promise<boolean> =>
        inTransaction(subject, ({ webhookEndpoints }) => webhookEndpoints.remove(tenant, code));
      mustEqual([await remove('a'), await remove('a'), await remove('c')], [true, false, false], 'was it there');
      mustEqual(await find(subject, tenant, 'a'), null, 'the endpoint');
      must((await find(subject, tenant, 'b')) !== null, 'the other endpoint stays');
      const left = await inTransaction(subject, ({ webhookMessages }) =>
        webhookMessages.list(tenant, { endpoint: null, type: null, delivered: null }, null, 10),
      );
      mustEqual(
        left.map(({ endpoint, id }) => [endpoint, id]),
        [['b', 'm-0001']],
        'the messages',
      );
    },
  },
  {
    name: 'MUST leave nothing of a transaction that fails',
    run: async (subject) => {
      const tenant = await withEndpoints(subject, 'a');
      const failed = await subject.transactor.run(({ webhookEndpoints, webhookMessages }) =>
        webhookEndpoints
          .save(sampleEndpoint({ tenant, code: 'b' }))
          .andThen(() => webhookMessages.append([sampleMessage({ tenant, endpoint: 'a' })]))
          .andThen(() => webhookEndpoints.save(sampleEndpoint({ tenant, code: 'a', revision: 2, name: 'new' })))
          .andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      mustEqual(await find(subject, tenant, 'b'), null, 'what it made');
      mustEqual((await find(subject, tenant, 'a'))?.revision, 1, 'what it changed');
      const messages = await inTransaction(subject, ({ webhookMessages }) =>
        webhookMessages.load(tenant, 'a', ['m-0001']),
      );
      mustEqual(messages.size, 0, 'what it wrote');
    },
  },
];
