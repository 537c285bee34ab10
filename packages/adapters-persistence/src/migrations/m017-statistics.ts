import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Sums of the attempt log by the hour, which outlive it, and how large the tables were each day. */
export const statistics: MigrationEntry = statementsMigration('017-statistics', [
  // `measure` 0: how long an attempt took; 1: from the change that it sent to the platform's confirmation.
  `create table attempt_hour (
    lane int not null,
    hour timestamptz not null,
    outcome text collate "C" not null,
    measure smallint not null,
    bucket smallint not null,
    count bigint not null,
    total_ms bigint not null,
    primary key (lane, hour, outcome, measure, bucket))`,
  'create index attempt_hour_hour on attempt_hour (hour)',

  `create table attempt_cause (
    lane int not null,
    hour timestamptz not null,
    outcome text collate "C" not null,
    cause text collate "C" not null,
    count bigint not null,
    last_at timestamptz not null,
    words text not null,
    primary key (lane, hour, outcome, cause))`,
  'create index attempt_cause_hour on attempt_cause (hour)',

  // Up to where the log is summed up.
  `create table statistics_mark (
    name text collate "C" primary key,
    up_to timestamptz not null)`,

  `create table store_size (
    day timestamptz not null,
    table_name text collate "C" not null,
    at timestamptz not null,
    rows bigint not null,
    bytes bigint not null,
    primary key (day, table_name))`,

  // Counted while that is quick, else estimated as the planner does it.
  `create function table_rows(t regclass) returns bigint language plpgsql as $$
    declare
      n bigint;
    begin
      if pg_relation_size(t) > 4194304 then
        select (reltuples / relpages * (pg_relation_size(t) / current_setting('block_size')::int))::bigint into n
        from pg_class where oid = t and reltuples >= 0 and relpages > 0;
      end if;
      if n is null then execute format('select count(*) from %s', t) into n; end if;
      return n;
    end $$`,
]);
