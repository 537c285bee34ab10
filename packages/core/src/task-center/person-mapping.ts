import type { ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';

/** Who a person is for a platform that knows people by ids of its own (DingTalk's union id, Feishu's open id). */
export interface PersonMapping {
  readonly tenant: string;
  /** The name of a set of ids; platforms that share a corporation share one. 1 to 63 characters of `[a-z0-9-]`. */
  readonly space: string;
  /** As the engine names the person. */
  readonly personId: string;
  /** As the platform does; 1 to 200 characters. */
  readonly remoteId: string;
  /** Where it is from. */
  readonly source: 'csv' | 'api' | 'directory';
  readonly updatedAt: Instant;
}

/** Who is who, kept. The directory will write here, too. */
export interface PersonMappingStore {
  /** Writes mappings, at most 1,000; answers the ids of the people for whom something changed. `updatedAt` is the store's. */
  put(
    tenant: string,
    space: string,
    entries: readonly Pick<PersonMapping, 'personId' | 'remoteId' | 'source'>[],
  ): ResultAsync<readonly string[], StoreFailure>;
  /** Forgets mappings; answers the ids of the people that had one. */
  remove(tenant: string, space: string, personIds: readonly string[]): ResultAsync<readonly string[], StoreFailure>;
  /** Remote ids by person id; those without a mapping are left out. */
  find(
    tenant: string,
    space: string,
    personIds: readonly string[],
  ): ResultAsync<ReadonlyMap<string, string>, StoreFailure>;
  /** Whose remote id this is, by person id; at most 10. */
  whoIs(tenant: string, space: string, remoteId: string): ResultAsync<readonly string[], StoreFailure>;
  /** By person id, after `after`; `text` is a part of either id. `limit` 1 to 1,000. */
  list(
    tenant: string,
    space: string,
    text: string | null,
    after: string | null,
    limit: number,
  ): ResultAsync<readonly PersonMapping[], StoreFailure>;
  count(tenant: string): ResultAsync<readonly { readonly space: string; readonly count: number }[], StoreFailure>;
}
