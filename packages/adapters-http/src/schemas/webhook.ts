import type { NewWebhookSecret, ShownWebhook, ShownWebhookMessage, WebhookDraft } from '@portico/core/webhooks';
import { z } from 'zod';
import { instant, plainText, platformCode } from './fields.ts';
import { shownLaneState, showLaneState } from './lane.ts';
import { iso, isoOrNull } from './show.ts';

/** The code of an endpoint: the same characters as a platform's. */
export const webhookCode = platformCode;
export const messageId = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
export const messageType = z.string().regex(/^[a-z0-9_.-]{1,100}$/);

const draftFields = {
  name: plainText(255),
  url: plainText(2048).meta({ format: 'uri' }),
  types: z
    .array(plainText(100))
    .min(1)
    .max(50)
    .nullable()
    .meta({ description: 'Types of messages, or beginnings such as `todo.*`; null: every type.' }),
  enabled: z.boolean(),
};

const secret = z
  .string()
  .max(100)
  .meta({ description: 'One of your own: `whsec_` and the base64 of 24 to 64 bytes. Default: a new one is made.' });

/** `code` and `url` at least. */
export const newWebhook = z
  .strictObject({
    ...z.object(draftFields).partial().shape,
    code: webhookCode,
    url: draftFields.url,
    secret: secret.optional(),
  })
  .meta({ ref: 'NewWebhook' });

/** What is absent stays. */
export const webhookChange = z.strictObject(z.object(draftFields).partial().shape).meta({ ref: 'WebhookChange' });

export const secretRotation = z.strictObject({ secret: secret.optional() }).meta({ ref: 'SecretRotation' });

export const replayRequest = z
  .strictObject({ since: plainText(40).meta({ format: 'date-time' }), cursor: messageId.optional() })
  .meta({ ref: 'WebhookReplay' });

const webhookFields = {
  code: z.string(),
  name: z.string(),
  url: z.string(),
  types: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  disabledBecause: z
    .enum(['hand', 'gone'])
    .nullable()
    .meta({ description: '`gone`: the endpoint answered 410, and was disabled for that.' }),
  secrets: z.array(z.object({ signsUntil: instant.nullable().meta({ description: 'Null: until it is replaced.' }) })),
  revision: z.int(),
  createdAt: instant,
  updatedAt: instant,
  lane: shownLaneState.nullable(),
  waiting: z.object({ due: z.int(), scheduled: z.int(), parked: z.int(), oldestDueMs: z.number().nullable() }),
};

export const shownWebhook = z.object(webhookFields).meta({ ref: 'Webhook' });

export const shownNewSecret = z
  .object({
    ...webhookFields,
    secret: z.string().meta({ description: 'In the clear. It is shown this once.' }),
  })
  .meta({ ref: 'WebhookWithSecret' });

export const shownMessage = z
  .object({
    id: z.string().meta({ description: 'The header `webhook-id`, at every attempt.' }),
    webhook: z.string(),
    type: z.string(),
    occurredAt: instant,
    createdAt: instant,
    deliveredAt: instant.nullable(),
    state: z.enum(['delivered', 'pending', 'failing', 'refused', 'exhausted', 'undecidable', 'poison']),
    attempts: z.int().meta({ description: 'Counted failures so far.' }),
    dueAt: instant.nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ ref: 'WebhookMessage' });

/** Leaves out what is undefined: `exactOptionalPropertyTypes` tells it from absent. */
export const toWebhookDraft = (given: Readonly<Record<string, unknown>>): WebhookDraft =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== undefined && name !== 'secret'));

export const showWebhook = (webhook: ShownWebhook, now: number): z.input<typeof shownWebhook> => ({
  code: webhook.code,
  name: webhook.name,
  url: webhook.url,
  types: webhook.types === null ? null : [...webhook.types],
  enabled: webhook.enabled,
  disabledBecause: webhook.disabledBecause,
  secrets: webhook.signsUntil.map((until) => ({ signsUntil: isoOrNull(until) })),
  revision: webhook.revision,
  createdAt: iso(webhook.createdAt),
  updatedAt: iso(webhook.updatedAt),
  lane: webhook.lane === null ? null : showLaneState(webhook.lane, now),
  waiting: {
    due: webhook.depth?.due ?? 0,
    scheduled: webhook.depth?.scheduled ?? 0,
    parked: webhook.depth?.parked ?? 0,
    oldestDueMs: webhook.depth?.oldestDueMs ?? null,
  },
});

export const showNewSecret = (
  { endpoint, secret: plain }: NewWebhookSecret,
  now: number,
): z.input<typeof shownNewSecret> => ({ ...showWebhook(endpoint, now), secret: plain });

export const showMessage = ({
  message,
  state,
  attempts,
  dueAt,
}: ShownWebhookMessage): z.input<typeof shownMessage> => ({
  id: message.id,
  webhook: message.endpoint,
  type: message.type,
  occurredAt: iso(message.occurredAt),
  createdAt: iso(message.createdAt),
  deliveredAt: isoOrNull(message.deliveredAt),
  state,
  attempts,
  dueAt: isoOrNull(dueAt),
  data: { ...message.data },
});
