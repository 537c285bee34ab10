import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** The kernel: lanes, sessions, work rows, and the attempt log in daily partitions. */
export const work: MigrationEntry = statementsMigration('002-work', [
  `create table lane (
    id int generated always as identity primary key,
    tenant text collate "C" not null,
    name text collate "C" not null,
    config jsonb not null,
    config_version bigint not null default 1,
    paused bool not null default false,
    closed_until timestamptz not null default 'epoch',
    closed_reason text,
    trips int not null default 0,
    probe_until timestamptz not null default 'epoch',
    -- How long the lane has been paused or closed before its present stop, and since when the present stop lasts.
    stopped_ms bigint not null default 0,
    stopped_since timestamptz,
    unique (tenant, name))`,

  // A clock that stands still while the lane is paused or closed: retry policies measure age by it.
  `create function lane_clock(l lane) returns bigint language sql stable as $$
    select portico_ms(portico_now()) - l.stopped_ms - case when l.stopped_since is null then 0 else
      portico_ms(case when l.paused then portico_now() else least(portico_now(), l.closed_until) end) - portico_ms(l.stopped_since) end $$`,

  // Keeps that clock right whatever changes the switches.
  `create function lane_account_stop() returns trigger language plpgsql as $$
    declare
      was_stopped bool := old.paused or old.closed_until > portico_now();
      is_stopped bool := new.paused or new.closed_until > portico_now();
    begin
      if old.stopped_since is not null and (not was_stopped or not is_stopped) then
        new.stopped_ms := old.stopped_ms + portico_ms(
          case when old.paused then portico_now() else least(portico_now(), old.closed_until) end) - portico_ms(old.stopped_since);
        new.stopped_since := null;
      end if;
      if is_stopped and new.stopped_since is null then new.stopped_since := portico_now(); end if;
      return new;
    end $$`,
  `create trigger lane_account_stop before update of paused, closed_until on lane
    for each row execute function lane_account_stop()`,

  `create table worker (
    id bigint generated always as identity primary key,
    heartbeat_at timestamptz not null,
    revoked_at timestamptz)`,

  `create table work (
    lane int not null,
    key text collate "C" not null,
    class smallint not null,
    due_at timestamptz not null,
    not_before timestamptz not null default '-infinity',
    failing_mark bigint,
    generation bigint not null default 1,
    attempts int not null default 0,
    uncertain_since timestamptz,
    crashes int not null default 0,
    parked text,
    claim bigint,
    claimed_generation bigint,
    claimed_by bigint,
    claimed_at timestamptz,
    primary key (lane, key)) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01)`,
  // Not partial on "claim is null": a claim then changes no indexed column and stays a heap-only update.
  'create index work_due on work (lane, class, due_at)',
  'create index work_parked on work (lane, parked) where parked is not null',
  'create sequence claim_id',

  `create table attempt (
    claimed_at timestamptz not null,
    claim bigint not null,
    lane int not null,
    key text collate "C" not null,
    session bigint not null,
    outcome text not null,
    reason text,
    operation text,
    version bigint,
    duration_ms bigint not null,
    primary key (claimed_at, claim)) partition by range (claimed_at)`,
  'create index attempt_key on attempt (lane, key, claimed_at)',
  'create index attempt_claim on attempt (claim)',

  `create table exchange (
    claimed_at timestamptz not null,
    claim bigint not null,
    exchanges jsonb not null,
    primary key (claimed_at, claim)) partition by range (claimed_at)`,

  // Makes the partition of a day (UTC); answers whether it was there. Attached rather than created in place: that does not shut readers out.
  `create function ensure_day(parent text, day date) returns bool language plpgsql as $$
    declare
      child text := parent || '_' || to_char(day, 'YYYYMMDD');
    begin
      if to_regclass(quote_ident(child)) is not null then return true; end if;
      perform pg_advisory_xact_lock(hashtext('portico/' || parent));
      if to_regclass(quote_ident(child)) is not null then return true; end if;
      execute format('create table %I (like %I including all)', child, parent);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)',
        parent, child, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
      return false;
    end $$`,

  // Drops the partitions whose every row is older than the day.
  `create function drop_days_before(parent text, day date) returns void language plpgsql as $$
    declare
      child text;
    begin
      for child in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass(quote_ident(parent)) and c.relname < parent || '_' || to_char(day, 'YYYYMMDD') order by 1
      loop
        execute format('drop table %I', child);
      end loop;
    end $$`,
]);
