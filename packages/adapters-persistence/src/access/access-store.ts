import type { AccessStore } from '@portico/core/access';
import type { Session } from '../database/session.ts';
import { ApiKeyEntity, TenantEntity } from './access-entities.ts';
import { fromApiKeyRow, fromTenantRow, toApiKeyRow, toTenantRow } from './access-row.ts';

/** Tenants and API keys in SQL. */
export function createSqlAccessStore(session: Session): AccessStore {
  return {
    saveTenant(tenant) {
      return session.manage(async (em) => {
        await em.upsert(TenantEntity, toTenantRow(tenant));
      });
    },

    findTenant(id) {
      return session
        .manage((em) => em.findOne(TenantEntity, { id }))
        .map((row) => (row === null ? null : fromTenantRow(row)));
    },

    listTenants() {
      return session
        .manage((em) => em.find(TenantEntity, {}, { orderBy: { id: 'asc' } }))
        .map((rows) => rows.map(fromTenantRow));
    },

    insertKey(key, hash) {
      return session.manage(async (em) => {
        await em.insert(ApiKeyEntity, toApiKeyRow(key, hash));
      });
    },

    findKeyByHash(hash) {
      return session
        .manage((em) => em.findOne(ApiKeyEntity, { hash }))
        .map((row) => (row === null ? null : fromApiKeyRow(row)));
    },

    listKeys(tenant) {
      return session
        .manage((em) => em.find(ApiKeyEntity, { tenant }, { orderBy: { createdAt: 'asc', id: 'asc' } }))
        .map((rows) => rows.map(fromApiKeyRow));
    },

    revokeKey(tenant, id, at) {
      return session.manage(async (em) => {
        await em.nativeUpdate(ApiKeyEntity, { tenant, id, revokedAt: null }, { revokedAt: new Date(at) });
        return (await em.count(ApiKeyEntity, { tenant, id })) > 0;
      });
    },
  };
}
