import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Long work that goes on page by page, with its log. */
export const jobs: MigrationEntry = statementsMigration('009-jobs', [
  `create table job (
    tenant text collate "C" not null,
    id text collate "C" not null,
    kind text collate "C" not null,
    subject text collate "C",
    input jsonb not null,
    reason text not null,
    by_whom text,
    state text not null default 'running',
    checkpoint jsonb,
    done bigint not null default 0,
    total bigint,
    counts jsonb not null default '{}',
    failure text,
    interruptions int not null default 0,
    revision bigint not null default 1,
    started_at timestamptz not null,
    beat_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant, id)) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01)`,
  'create index job_kind on job (tenant, kind, subject, id)',
  'create index job_open on job (id) where finished_at is null',
  'create index job_finished on job (finished_at) where finished_at is not null',

  `create table job_line (
    tenant text collate "C" not null,
    job text collate "C" not null,
    number int not null,
    at timestamptz not null,
    level text not null,
    text text not null,
    primary key (tenant, job, number))`,

  // Sweeps are jobs from here on. Past ones are not carried over, and neither are those under way: the next are due within minutes.
  `delete from work where lane in (select id from lane where name = 'sweep/all')`,
  `delete from lane where name = 'sweep/all'`,
  'drop table sweep',
]);
