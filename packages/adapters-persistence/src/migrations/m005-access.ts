import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Tenants and their API keys, of which only a hash of the secret is kept. */
export const access: MigrationEntry = statementsMigration('005-access', [
  `create table tenant (
    id text collate "C" primary key,
    name text not null,
    timezone text not null,
    created_at timestamptz not null)`,

  `create table api_key (
    id text collate "C" primary key,
    tenant text collate "C" not null references tenant (id),
    name text not null,
    hash text collate "C" not null unique,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz)`,
  'create index api_key_tenant on api_key (tenant, created_at)',
]);
