import { createHash, randomBytes } from 'node:crypto';
import type { KeySecrets } from '@portico/core/access';

/** Secrets of API keys: 32 random bytes, of which SHA-256 is kept (they are too strong to need a slow hash). */
export const keySecrets: KeySecrets = {
  generate: () => `pk_${randomBytes(32).toString('hex')}`,
  hash: (secret) => createHash('sha256').update(secret).digest('hex'),
};
