import type { Secrets } from '../ports/secrets.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { StoredToken, TokenCache } from './platform.ts';
import type { TaskCenterStores } from './ports.ts';

/** Gives platforms their tokens in the clear, and keeps them sealed. One that cannot be opened any more counts as expired. */
export const createTokenCache = (
  transactor: Transactor<Pick<TaskCenterStores, 'tokens'>>,
  secrets: Secrets,
): TokenCache => {
  const unseal = (stored: StoredToken): StoredToken =>
    secrets.open(stored.token).match(
      (token) => ({ ...stored, token }),
      () => ({ version: stored.version, token: '', expiresAt: 0 }),
    );
  return {
    read: (tenant, platform) =>
      transactor
        .run(({ tokens }) => tokens.read(tenant, platform))
        .map((stored) => (stored === null ? null : unseal(stored))),
    swap: (tenant, platform, used, token, expiresInMs) => {
      const sealed = secrets.seal(token);
      return transactor.run(({ tokens }) => tokens.swap(tenant, platform, used, sealed, expiresInMs)).map(unseal);
    },
  };
};
