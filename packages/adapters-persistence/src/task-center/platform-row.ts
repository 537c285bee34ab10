import type { Platform } from '@portico/core/task-center';
import { storable } from '../database/storable-text.ts';

/** The columns of a platform. The profile is wrapped: it may be any JSON, also null, which JSON columns keep apart badly. */
export function toPlatformRow(platform: Platform) {
  return storable({
    ...platform,
    profile: { document: platform.profile },
    createdAt: new Date(platform.createdAt),
    updatedAt: new Date(platform.updatedAt),
  });
}

type StoredPlatform = Omit<ReturnType<typeof toPlatformRow>, 'rate'> & { readonly rate?: Platform['rate'] | undefined };

export function fromPlatformRow(row: StoredPlatform): Platform {
  return {
    tenant: row.tenant,
    code: row.code,
    kind: row.kind,
    name: row.name,
    baseUrl: row.baseUrl,
    enabled: row.enabled,
    settings: row.settings,
    secrets: row.secrets,
    profile: row.profile.document,
    retry: row.retry,
    concurrency: row.concurrency,
    batchSize: row.batchSize,
    timeoutMs: row.timeoutMs,
    rate: row.rate ?? null,
    showFinished: row.showFinished,
    resendUndecidable: row.resendUndecidable,
    sandbox: row.sandbox,
    revision: row.revision,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
