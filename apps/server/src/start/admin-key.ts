import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreFailure } from '@portico/core';
import type { Access } from '@portico/core/access';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { z } from 'zod';

const schema = z.object({ apiKey: z.string().min(1).max(256) });

const storedKey = (path: string): string | null => {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8'))).apiKey;
  } catch {
    return null;
  }
};

// Written beside and renamed, so that a reader finds the old key or the new one, never half of it.
const writeKey = (path: string, apiKey: string): string => {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify({ apiKey })}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  return apiKey;
};

/**
 * The API key in `credentials.json` of the data directory: the one that is there when the store knows it, else a new one with all scopes.
 */
export const ensureAdminKey = (access: Access, dataDir: string): ResultAsync<string, StoreFailure> => {
  const path = join(dataDir, 'credentials.json');
  const create = (): ResultAsync<string, StoreFailure> =>
    access
      .createKey('default', { name: 'first key', scopes: ['admin'], expiresAt: null })
      .mapErr((failure): StoreFailure =>
        failure.code === 'INVALID' ? { code: 'STORE_DATA', message: failure.message } : failure,
      )
      .map(({ secret }) => writeKey(path, secret));
  const stored = storedKey(path);
  if (stored === null) return create();
  return access
    .authenticateKey(stored)
    .map((): string | null => stored)
    .orElse((failure) =>
      failure.code === 'UNAUTHENTICATED' ? okAsync<string | null, StoreFailure>(null) : errAsync(failure),
    )
    .andThen((known) => (known === null ? create() : okAsync(known)));
};
