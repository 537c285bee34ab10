import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Decisions that platforms sent, and what tells whether one comes again. */
export const callbacks: MigrationEntry = statementsMigration('013-callbacks', [
  `create table callback (
    tenant text collate "C" not null,
    id text collate "C" not null,
    platform text collate "C" not null,
    task_id text collate "C" not null,
    assignee_id text collate "C",
    received_at timestamptz not null,
    body jsonb not null,
    primary key (tenant, id))`,
  'create index callback_received on callback (tenant, received_at desc, id desc)',
  'create index callback_task on callback (tenant, task_id)',
  'create index callback_age on callback (received_at)',

  `create table callback_key (
    tenant text collate "C" not null,
    platform text collate "C" not null,
    key text collate "C" not null,
    received_at timestamptz not null,
    primary key (tenant, platform, key))`,
  'create index callback_key_age on callback_key (received_at)',
]);
