import { errAsync, okAsync } from 'neverthrow';
import type { ApiKey, Tenant } from '../access/model.ts';
import type { AccessStore } from '../access/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** Tenants and API keys in memory. */
export const createMemoryAccessStore = (database: MemoryDatabase): AccessStore => {
  const tenants = database.table<Tenant>('access-tenant');
  const keys = database.table<ApiKey>('access-key');
  const keyIdByHash = database.table<string>('access-key-hash');
  return {
    saveTenant: (tenant) => {
      tenants.set(tenant.id, tenant);
      return okAsync(undefined);
    },
    findTenant: (id) => okAsync(tenants.get(id) ?? null),
    listTenants: () => okAsync([...tenants.values()].sort((a, b) => compareCodePoints(a.id, b.id))),
    insertKey: (key, hash) => {
      if (keys.has(key.id) || keyIdByHash.has(hash)) {
        return errAsync({ code: 'STORE_DATA', message: 'There is such a key already.' });
      }
      if (!tenants.has(key.tenant)) return errAsync({ code: 'STORE_DATA', message: 'There is no such tenant.' });
      keys.set(key.id, key);
      keyIdByHash.set(hash, key.id);
      return okAsync(undefined);
    },
    findKeyByHash: (hash) => okAsync(keys.get(keyIdByHash.get(hash) ?? '') ?? null),
    listKeys: (tenant) =>
      okAsync(
        [...keys.values()]
          .filter((key) => key.tenant === tenant)
          .sort((a, b) => a.createdAt - b.createdAt || compareCodePoints(a.id, b.id)),
      ),
    revokeKey: (tenant, id, at) => {
      const key = keys.get(id);
      if (key === undefined || key.tenant !== tenant) return okAsync(false);
      if (key.revokedAt === null) keys.set(id, { ...key, revokedAt: at });
      return okAsync(true);
    },
  };
};
