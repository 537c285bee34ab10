import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** People who sign in: by whom, where they are sent back to, their sessions, what is taken once, and how it went. */
export const signIn: MigrationEntry = statementsMigration('014-sign-in', [
  `create table identity_provider (
    tenant text collate "C" not null,
    code text collate "C" not null,
    kind text not null,
    name text not null,
    base_url text not null,
    settings jsonb not null,
    secrets jsonb not null,
    enabled bool not null,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, code))`,

  `create table return_origin (
    tenant text collate "C" not null,
    origin text collate "C" not null,
    name text not null,
    hand_over text not null,
    secret text not null,
    enabled bool not null,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, origin))`,

  `create table person_session (
    id text collate "C" primary key,
    tenant text collate "C" not null,
    provider text collate "C" not null,
    person_id text collate "C" not null,
    name text,
    attributes jsonb not null,
    proof text collate "C" not null,
    created_at timestamptz not null,
    expires_at timestamptz not null)`,
  'create index person_session_newest on person_session (tenant, created_at desc, id)',
  'create index person_session_person on person_session (tenant, person_id)',
  'create index person_session_proof on person_session (tenant, provider, proof)',
  'create index person_session_expiry on person_session (expires_at)',

  // Its key is what lets exactly one process take a ticket.
  `create table once (
    tenant text collate "C" not null,
    purpose text collate "C" not null,
    hash text collate "C" not null,
    until timestamptz not null,
    primary key (tenant, purpose, hash))`,
  'create index once_until on once (until)',

  `create table sign_in_log (
    id bigint generated always as identity primary key,
    tenant text collate "C" not null,
    at timestamptz not null,
    provider text collate "C" not null,
    outcome text not null,
    person_id text collate "C",
    message text)`,
  'create index sign_in_log_tenant on sign_in_log (tenant, id)',
  'create index sign_in_log_person on sign_in_log (tenant, person_id, id)',
  'create index sign_in_log_at on sign_in_log (at)',
]);
