import { sql } from 'kysely';
import type { IdentityProvider, IdentityProviderStore } from '@portico/core/sign-in';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

const columns = sql`tenant, code, kind, name, base_url as "baseUrl", settings, secrets, enabled, revision,
  created_at as "createdAt", updated_at as "updatedAt"`;

/** Identity providers in SQL. */
export function createSqlIdentityProviderStore(session: Session): IdentityProviderStore {
  const insert = (provider: IdentityProvider) => sql`
    insert into identity_provider (tenant, code, kind, name, base_url, settings, secrets, enabled, revision, created_at, updated_at)
    values (${provider.tenant}, ${provider.code}, ${provider.kind}, ${provider.name}, ${provider.baseUrl},
      ${storableJson(provider.settings)}::jsonb, ${storableJson(provider.secrets)}::jsonb, ${provider.enabled}, 1,
      ${instantParameter(provider.createdAt)}, ${instantParameter(provider.updatedAt)})
    on conflict (tenant, code) do nothing returning code`;
  const update = (provider: IdentityProvider) => sql`
    update identity_provider set kind = ${provider.kind}, name = ${provider.name}, base_url = ${provider.baseUrl},
      settings = ${storableJson(provider.settings)}::jsonb, secrets = ${storableJson(provider.secrets)}::jsonb, enabled = ${provider.enabled},
      revision = revision + 1, created_at = ${instantParameter(provider.createdAt)}, updated_at = ${instantParameter(provider.updatedAt)}
    where tenant = ${provider.tenant} and code = ${provider.code} and revision = ${provider.revision - 1} returning code`;
  return {
    save(provider) {
      return session
        .rows(provider.revision === 1 ? insert(provider) : update(provider))
        .map((saved) => saved.length > 0);
    },

    find(tenant, code) {
      return session
        .rows<IdentityProvider>(
          sql`select ${columns} from identity_provider where tenant = ${tenant} and code = ${code}`,
        )
        .map(([row]) => row ?? null);
    },

    list(tenant) {
      return session.rows<IdentityProvider>(
        sql`select ${columns} from identity_provider where tenant = ${tenant} order by code`,
      );
    },

    remove(tenant, code) {
      return session
        .rows(sql`delete from identity_provider where tenant = ${tenant} and code = ${code} returning code`)
        .map((removed) => removed.length > 0);
    },
  };
}
