import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Platform } from '@portico/core/task-center';

export const PlatformEntity = defineEntity({
  name: 'Platform',
  tableName: 'platform',
  properties: {
    tenant: p.text().primary(),
    code: p.text().primary(),
    kind: p.text(),
    name: p.text(),
    baseUrl: p.text(),
    enabled: p.boolean(),
    settings: p.json<Platform['settings']>(),
    secrets: p.json<Platform['secrets']>(),
    profile: p.json<{ readonly document: unknown }>(),
    retry: p.json<Platform['retry']>(),
    concurrency: p.integer(),
    batchSize: p.integer(),
    timeoutMs: p.integer(),
    rate: p.json<NonNullable<Platform['rate']>>().nullable(),
    showFinished: p.boolean(),
    resendUndecidable: p.boolean(),
    sandbox: p.boolean(),
    revision: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

export type PlatformRow = InferEntity<typeof PlatformEntity>;
