import type { WebhookSender } from './ports.ts';

const none = (): never => {
  throw new Error('There is nobody to send webhooks here; give createApplication a `webhookSender`.');
};

/** Stands in where there is no sender; nothing is sent through it. */
export const noSender: WebhookSender = { generateSecret: none, send: none };
