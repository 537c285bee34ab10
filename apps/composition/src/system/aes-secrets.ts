import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secrets } from '@portico/core';
import { err, ok } from 'neverthrow';

const version = 'v1';
const unreadable = err({
  code: 'SECRET_UNREADABLE',
  message: 'A stored secret cannot be opened with the present key.',
} as const);

/**
 * Seals with AES-256-GCM under a 32-byte key: `v1.<nonce>.<tag>.<text>`, each in base64url, with a random nonce of 12 bytes.
 */
export const createAesSecrets = (key: Uint8Array): Secrets => {
  if (key.length !== 32) throw new Error('The key must be 32 bytes.');
  return {
    seal: (plain) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [version, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
    },
    open: (sealed) => {
      const [found, nonce, tag, text, ...rest] = sealed.split('.');
      if (found !== version || nonce === undefined || tag === undefined || text === undefined || rest.length > 0)
        return unreadable;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return ok(Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8'));
      } catch {
        return unreadable;
      }
    },
  };
};
