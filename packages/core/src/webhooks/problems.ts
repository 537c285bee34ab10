import type { InvalidWebhook, UnknownWebhook, WebhookConflict } from './webhooks.ts';

export const notFound = (what: string): UnknownWebhook => ({ code: 'NOT_FOUND', message: `There is no ${what}.` });

export const noEndpoint = (code: string): UnknownWebhook => notFound(`webhook "${code}"`);

export const conflict = (message: string): WebhookConflict => ({ code: 'CONFLICT', message });

export const invalid = (pointer: string, message: string): InvalidWebhook => ({ code: 'INVALID', pointer, message });
