import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** To-dos that are fetched: when each was last written, and who fetches. */
export const feed: MigrationEntry = statementsMigration('015-feed', [
  'alter table todo add column changed_at timestamptz not null default portico_now()',
  `create function todo_changed() returns trigger language plpgsql as $$
    begin
      new.changed_at := portico_now();
      return new;
    end $$`,
  'create trigger todo_changed before update on todo for each row execute function todo_changed()',
  'create index todo_changed_at on todo (tenant, changed_at, task_id, assignee_id)',

  `create table portal (
    tenant text collate "C" not null,
    code text collate "C" not null,
    revision bigint not null,
    body jsonb not null,
    primary key (tenant, code))`,
]);
