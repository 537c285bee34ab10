import { createHash, randomBytes } from 'node:crypto';
import type { SignInSecrets } from '@portico/core/sign-in';

/** 256 random bits, and SHA-256: what is hashed is too strong to need a slow hash. */
export const signInSecrets: SignInSecrets = {
  random: () => randomBytes(32).toString('base64url'),
  digest: (text) => createHash('sha256').update(text).digest('base64url'),
};
