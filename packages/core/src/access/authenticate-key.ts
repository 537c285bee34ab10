import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { Unauthenticated } from './access.ts';
import type { KeyCache } from './key-cache.ts';
import type { ApiKey, Principal } from './model.ts';
import type { AccessStores } from './ports.ts';

// One answer for every reason, so that it tells nothing to somebody who guesses.
const refused: Unauthenticated = { code: 'UNAUTHENTICATED', message: 'The API key is unknown, expired or revoked.' };

/** What a secret looks like; anything else is not worth asking the store. */
const secretForm = /^pk_[0-9A-Za-z]{32,200}$/u;

const principalOf = (key: ApiKey, now: Instant): ResultAsync<Principal, Unauthenticated> =>
  key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)
    ? errAsync(refused)
    : okAsync({ tenant: key.tenant, name: key.name, keyId: key.id, scopes: key.scopes });

/** Who calls with this API key. */
export const authenticateKey =
  <Stores extends AccessStores>({ transactor, secrets, clock }: AccessDependencies<Stores>, cache: KeyCache) =>
  (secret: string): ResultAsync<Principal, StoreFailure | Unauthenticated> => {
    if (!secretForm.test(secret)) return errAsync(refused);
    const hash = secrets.hash(secret);
    const remembered = cache.get(hash);
    if (remembered !== null) return principalOf(remembered, clock.now());
    return transactor
      .run((stores) => stores.access.findKeyByHash(hash))
      .andThen((key): ResultAsync<Principal, Unauthenticated> => {
        if (key === null) return errAsync(refused);
        cache.put(hash, key);
        return principalOf(key, clock.now());
      });
  };
