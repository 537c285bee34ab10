import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { StoredToken, TokenCache } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';

interface TokenRow {
  readonly version: number;
  readonly token: string;
  readonly expires_at: number | null;
}

const fromTokenRow = (row: TokenRow): StoredToken => ({
  version: row.version,
  token: row.token,
  expiresAt: row.expires_at,
});

/** Platforms' tokens in SQL, as they are given: whoever stores secrets seals them first. */
export function createSqlTokenStore(session: Session): TokenCache {
  const find = (tenant: string, platform: string) =>
    session.rows<TokenRow>(
      sql`select version, token, expires_at from platform_token where tenant = ${tenant} and platform = ${platform}`,
    );

  return {
    read(tenant, platform) {
      return find(tenant, platform).map(([row]) => (row === undefined ? null : fromTokenRow(row)));
    },

    swap(tenant, platform, used, token, expiresInMs) {
      return session
        .rows<TokenRow>(sql`
          insert into platform_token as t (tenant, platform, version, token, expires_at)
          values (${tenant}, ${platform}, 1, ${token}, portico_in(${expiresInMs}::float8))
          on conflict (tenant, platform) do update set version = t.version + 1, token = excluded.token, expires_at = excluded.expires_at
          where t.version = ${used} returning version, token, expires_at`)
        .andThen((swapped) => (swapped.length > 0 ? okAsync(swapped) : find(tenant, platform)))
        .map(([row]) => {
          if (row === undefined)
            throw new Error('a token that was in the way of another is gone in the same transaction');
          return fromTokenRow(row);
        });
    },
  };
}
