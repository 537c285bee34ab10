import type { Tracer } from '@portico/core';
import type { SignedPost, WebhookSender } from '@portico/core/webhooks';
import { recordExchange } from '../http/exchange.ts';
import { createGuardedAgent } from '../http/guarded-agent.ts';
import type { AddressGuard } from '../http/address-guard.ts';
import { createRedaction } from '../http/redaction.ts';
import { createTracedVendorClient } from '../http/traced-vendor-client.ts';
import { createVendorClient, type VendorRequest } from '../http/vendor-client.ts';
import { judgeAnswer } from './judge-answer.ts';
import { generateSecret, signMessage } from './sign-message.ts';

export interface WebhookSenderOptions {
  /** What may be called. */
  readonly guard: AddressGuard;
  /** Wall clock, epoch milliseconds. */
  readonly now?: () => number;
  /** Only differences mean anything, milliseconds. */
  readonly monotonic?: () => number;
  readonly tracer?: Tracer;
}

const requestOf = ({ url, id, body, secrets, traceparent }: SignedPost, seconds: number): VendorRequest => ({
  method: 'POST',
  url: new URL(url),
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Portico-Webhooks/1.0',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signMessage(secrets, id, seconds, body),
    ...(traceparent === null ? {} : { traceparent }),
  },
  body,
});

/** Sends messages signed by Standard Webhooks, version 1 with symmetric keys. */
export const createWebhookSender = ({
  guard,
  now = Date.now,
  monotonic = () => performance.now(),
  tracer,
}: WebhookSenderOptions): WebhookSender => {
  const plain = createVendorClient(createGuardedAgent(guard));
  const client = tracer === undefined ? plain : createTracedVendorClient(plain, tracer);
  return {
    generateSecret,
    send: async (post, { signal, remainingMs }) => {
      if (!URL.canParse(post.url))
        return { outcome: { kind: 'refused', reason: 'the url is none' }, exchanges: [], gone: false, sent: false };
      const request = requestOf(post, Math.floor(now() / 1_000));
      const redaction = createRedaction(post.secrets);
      const startedAt = monotonic();
      const reply = await client.send(request, { timeoutMs: remainingMs(), signal, redaction });
      const timing = { atMs: 0, durationMs: monotonic() - startedAt };
      return {
        outcome: judgeAnswer(reply, now()),
        exchanges: [recordExchange('push', timing, request, reply, redaction)],
        gone: reply.kind === 'answer' && reply.status === 410,
        sent: reply.kind === 'answer' || reply.sent,
      };
    },
  };
};
