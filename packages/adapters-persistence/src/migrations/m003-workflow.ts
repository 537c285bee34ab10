import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Instances and tasks as folded, and the events they are folded from. Columns beside `body` are what is looked up or ordered by. */
export const workflow: MigrationEntry = statementsMigration('003-workflow', [
  // A row without a body has been locked before its first event came to be kept.
  `create table instance (
    tenant text collate "C" not null,
    id text collate "C" not null,
    process_id text collate "C",
    status text,
    version bigint not null default 0,
    saved_at timestamptz,
    body jsonb,
    primary key (tenant, id))`,
  'create index instance_version on instance (tenant, version)',

  `create table task (
    tenant text collate "C" not null,
    id text collate "C" not null,
    instance_id text collate "C" not null,
    status text not null,
    -- Who has it, done or not.
    assignee_ids text[] not null,
    body jsonb not null,
    primary key (tenant, id))`,
  `create function task_stays() returns trigger language plpgsql as $$
    begin
      raise exception 'task % belongs to another instance', new.id using errcode = 'integrity_constraint_violation';
    end $$`,
  `create trigger task_stays before update on task for each row
    when (old.instance_id <> new.instance_id) execute function task_stays()`,
  'create index task_instance on task (tenant, instance_id)',
  'create index task_assignee on task using gin (assignee_ids)',

  `create table engine_event (
    tenant text collate "C" not null,
    source text collate "C" not null,
    event_id text collate "C" not null,
    instance_id text collate "C" not null,
    hash text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    body jsonb not null,
    primary key (tenant, source, event_id))`,
  'create index engine_event_instance on engine_event (tenant, instance_id, occurred_at)',
  'create index engine_event_received on engine_event (received_at)',
]);
