import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { UnknownKey } from './access.ts';
import type { KeyCache } from './key-cache.ts';
import type { AccessStores } from './ports.ts';

const unknown: UnknownKey = { code: 'NOT_FOUND', message: 'There is no such key.' };

/** Ends a key: at once in this process, after some seconds in others. Tokens made with it live out their minutes. */
export const revokeKey =
  <Stores extends AccessStores>({ transactor, clock }: AccessDependencies<Stores>, cache: KeyCache) =>
  (tenant: string, id: string): ResultAsync<void, StoreFailure | UnknownKey> =>
    transactor
      .run((stores) => stores.access.revokeKey(tenant, id, clock.now()))
      .andThen((found): ResultAsync<void, UnknownKey> => {
        if (!found) return errAsync(unknown);
        cache.drop(id);
        return okAsync(undefined);
      });
