import { createHmac, randomBytes } from 'node:crypto';
import { keyOf } from './key-of.ts';

/** A new secret: 32 bytes of strong randomness, as Standard Webhooks writes symmetric ones (section "Signature scheme"). */
export const generateSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * The header `webhook-signature`: version 1, HMAC-SHA256 of `<id>.<timestamp>.<body>`, one signature for each secret, divided by
 * spaces. `timestamp` is in seconds.
 */
export const signMessage = (secrets: readonly string[], id: string, timestamp: number, body: string): string =>
  secrets
    .map((secret) => createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map((signature) => `v1,${signature}`)
    .join(' ');
