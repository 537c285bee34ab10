import { okAsync } from 'neverthrow';
import type { AccessStore } from '../../access/ports.ts';
import { createMemoryAccessStore } from '../../memory/memory-access-store.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';

/** A memory store that breaks one promise; the contract suite has to notice. */
export interface AccessStoreMutant {
  readonly name: string;
  readonly open: (database: MemoryDatabase) => AccessStore;
}

const mutant = (name: string, change: (store: AccessStore) => Partial<AccessStore>): AccessStoreMutant => ({
  name,
  open: (database) => {
    const store = createMemoryAccessStore(database);
    return { ...store, ...change(store) };
  },
});

export const accessStoreMutants: readonly AccessStoreMutant[] = [
  mutant('never changes a tenant', (store) => ({
    saveTenant: (tenant) =>
      store.findTenant(tenant.id).andThen((found) => (found === null ? store.saveTenant(tenant) : okAsync(undefined))),
  })),
  mutant('lists tenants backwards', (store) => ({
    listTenants: () => store.listTenants().map((tenants) => tenants.toReversed()),
  })),
  mutant('forgets when a key expires', (store) => ({
    insertKey: (key, hash) => store.insertKey({ ...key, expiresAt: null }, hash),
  })),
  mutant('takes a key’s id for its secret', (store) => ({
    insertKey: (key) => store.insertKey(key, key.id),
  })),
  mutant('lists the youngest key first', (store) => ({
    listKeys: (tenant) => store.listKeys(tenant).map((keys) => keys.toReversed()),
  })),
  mutant('hides revoked keys', (store) => ({
    listKeys: (tenant) => store.listKeys(tenant).map((keys) => keys.filter(({ revokedAt }) => revokedAt === null)),
  })),
  mutant('revokes nothing', () => ({ revokeKey: () => okAsync(true) })),
  mutant('lets one tenant revoke another one’s key', (store) => ({
    revokeKey: (tenant, id, at) =>
      store
        .listTenants()
        .andThen((tenants) =>
          tenants.reduce(
            (last, one) => last.andThen(() => store.revokeKey(one.id, id, at)),
            store.revokeKey(tenant, id, at),
          ),
        ),
  })),
  mutant('takes a key twice', (store) => ({
    insertKey: (key, hash) => store.insertKey(key, hash).orElse(() => okAsync(undefined)),
  })),
  {
    name: 'cannot take anything back',
    open: (database) => createMemoryAccessStore(createMemoryDatabase(database.now)),
  },
];
