import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Rules, how their subjects stand, what fired, and what is kept quiet. */
export const alerts: MigrationEntry = statementsMigration('011-alerts', [
  // One row: when everything was last looked at.
  `create table alert_turn (
    id smallint primary key,
    taken_at timestamptz not null)`,

  // One row a tenant, to be locked by whoever changes how its subjects stand.
  `create table alert_watch (
    tenant text collate "C" primary key,
    began_at timestamptz not null)`,

  `create table alert_rule (
    tenant text collate "C" not null,
    id text collate "C" not null,
    name text not null,
    enabled bool not null,
    condition jsonb not null,
    hold_ms bigint not null,
    clear_ms bigint not null,
    remind_every_ms bigint,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, id))`,

  `create table alert_state (
    tenant text collate "C" not null,
    rule text collate "C" not null,
    subject text collate "C" not null,
    body jsonb not null,
    primary key (tenant, rule, subject))`,

  `create table alert (
    tenant text collate "C" not null,
    id text collate "C" not null,
    rule text collate "C" not null,
    subject text collate "C" not null,
    resolved_at timestamptz,
    body jsonb not null,
    primary key (tenant, id))`,
  'create index alert_resolved on alert (resolved_at) where resolved_at is not null',

  `create table alert_silence (
    tenant text collate "C" not null,
    id text collate "C" not null,
    until timestamptz not null,
    body jsonb not null,
    primary key (tenant, id))`,
]);
