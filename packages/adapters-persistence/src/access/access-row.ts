import type { ApiKey, Scope, Tenant } from '@portico/core/access';
import type { ApiKeyRow, TenantRow } from './access-entities.ts';

export function toTenantRow(tenant: Tenant) {
  return { id: tenant.id, name: tenant.name, timezone: tenant.timezone, createdAt: new Date(tenant.createdAt) };
}

export function fromTenantRow(row: Pick<TenantRow, 'id' | 'name' | 'timezone' | 'createdAt'>): Tenant {
  return { id: row.id, name: row.name, timezone: row.timezone, createdAt: row.createdAt.getTime() };
}

export function toApiKeyRow(key: ApiKey, hash: string) {
  return {
    id: key.id,
    tenant: key.tenant,
    name: key.name,
    hash,
    scopes: [...key.scopes],
    createdAt: new Date(key.createdAt),
    expiresAt: key.expiresAt === null ? null : new Date(key.expiresAt),
    revokedAt: key.revokedAt === null ? null : new Date(key.revokedAt),
  };
}

export function fromApiKeyRow(
  row: Pick<ApiKeyRow, 'id' | 'tenant' | 'name' | 'scopes' | 'createdAt' | 'expiresAt' | 'revokedAt'>,
): ApiKey {
  return {
    id: row.id,
    tenant: row.tenant,
    name: row.name,
    scopes: row.scopes as Scope[],
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}
