import type { ResultAsync } from 'neverthrow';
import type { WebhookStores } from '../../webhooks/ports.ts';
import type { WebhookEndpoint, WebhookMessage } from '../../webhooks/webhook.ts';
import type { WebhookStoresSubject } from './webhook-stores-contract.ts';

/** An endpoint that is like any other. */
export const sampleEndpoint = (fields: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  tenant: 'default',
  code: 'portal',
  name: '门户',
  url: 'https://portal.example.edu/hooks',
  secrets: [{ sealed: 'sealed:whsec_new', until: null }],
  types: null,
  enabled: true,
  disabledBecause: null,
  revision: 1,
  createdAt: 1_763_683_200_000,
  updatedAt: 1_763_683_200_000,
  ...fields,
});

type NewMessage = Omit<WebhookMessage, 'createdAt' | 'deliveredAt'>;

/** A message that is like any other. */
export const sampleMessage = (fields: Partial<NewMessage> = {}): NewMessage => ({
  tenant: 'default',
  endpoint: 'portal',
  id: 'm-0001',
  type: 'todo.refused',
  occurredAt: 1_763_683_200_123,
  data: { platform: 'jinzhi', reason: '张三 没有账号', nested: { list: [1, null, true] } },
  ...fields,
});

export const inTransaction = async <T, E>(
  { transactor }: WebhookStoresSubject,
  work: (stores: WebhookStores) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(work);
  if (result.isErr()) throw new Error(`the transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

/** A tenant with these endpoints. */
export const withEndpoints = async (subject: WebhookStoresSubject, ...codes: readonly string[]): Promise<string> => {
  const tenant = subject.freshTenant();
  for (const code of codes)
    await inTransaction(subject, ({ webhookEndpoints }) => webhookEndpoints.save(sampleEndpoint({ tenant, code })));
  return tenant;
};
