import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const TenantEntity = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  properties: {
    id: p.text().primary(),
    name: p.text(),
    timezone: p.text(),
    createdAt: p.datetime(),
  },
});

export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.text().primary(),
    tenant: p.text(),
    name: p.text(),
    hash: p.text(),
    scopes: p.array(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

export type TenantRow = InferEntity<typeof TenantEntity>;
export type ApiKeyRow = InferEntity<typeof ApiKeyEntity>;
