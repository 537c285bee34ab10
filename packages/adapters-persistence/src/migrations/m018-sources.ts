import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Engines that are asked, and what a sweep of one has seen there so far. */
export const sources: MigrationEntry = statementsMigration('018-sources', [
  `create table source (
    tenant text collate "C" not null,
    code text collate "C" not null,
    revision bigint not null,
    body jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, code))`,

  `create table seen_task (
    tenant text collate "C" not null,
    job text collate "C" not null,
    task_id text collate "C" not null,
    primary key (tenant, job, task_id)) with (autovacuum_vacuum_scale_factor = 0.01)`,
]);
