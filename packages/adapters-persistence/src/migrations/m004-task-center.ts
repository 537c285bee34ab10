import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** To-dos, what platforms hold of them, the platforms themselves, rules, logs and sweeps. */
export const taskCenter: MigrationEntry = statementsMigration('004-task-center', [
  `create table todo (
    tenant text collate "C" not null,
    task_id text collate "C" not null,
    assignee_id text collate "C" not null,
    instance_id text collate "C" not null,
    process_id text collate "C" not null,
    category text collate "C",
    urgency text not null,
    title text not null,
    state text not null,
    created_at timestamptz not null,
    version bigint not null,
    body jsonb not null,
    primary key (tenant, task_id, assignee_id))`,
  'create index todo_version on todo (tenant, version desc, task_id, assignee_id)',
  'create index todo_assignee on todo (tenant, assignee_id, version)',
  'create index todo_instance on todo (tenant, instance_id)',

  `create table mirror (
    tenant text collate "C" not null,
    platform text collate "C" not null,
    key text collate "C" not null,
    unit text not null,
    instance_id text collate "C" not null,
    task_id text collate "C",
    assignee_id text collate "C",
    desired_version bigint not null,
    acknowledged_version bigint not null default 0,
    remote_state text not null default 'absent',
    fingerprint text,
    remote_id text,
    acknowledged_at timestamptz,
    override text,
    primary key (tenant, platform, key)) with (fillfactor = 80)`,
  'create index mirror_instance on mirror (tenant, instance_id)',
  'create index mirror_override on mirror (tenant, override) where override is not null',

  `create table platform (
    tenant text collate "C" not null,
    code text collate "C" not null,
    kind text not null,
    name text not null,
    base_url text not null,
    enabled bool not null,
    settings jsonb not null,
    secrets jsonb not null,
    profile jsonb,
    retry jsonb not null,
    concurrency int not null,
    batch_size int not null,
    timeout_ms bigint not null,
    rate jsonb,
    show_finished bool not null,
    resend_undecidable bool not null,
    sandbox bool not null,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, code))`,

  // How a to-do stands on each platform: on its mirror of the finest unit, by the same rule as the core's.
  `create function todo_marks(of todo) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('platform', platform, 'key', key,
      'sync', case when override is not null then override when parked is not null then parked
        when attempts > 0 then 'failing' when attempts = 0 or acknowledged_version <> desired_version then 'pending' else 'agreed' end,
      'remote', remote_state, 'remoteId', remote_id, 'desiredVersion', desired_version, 'acknowledgedVersion', acknowledged_version,
      'acknowledgedAt', portico_ms(acknowledged_at), 'attempts', coalesce(attempts, 0),
      'dueAt', case when parked is null then portico_ms(due_at) end) order by platform), '[]')
    from (
      select distinct on (m.platform) m.*, w.attempts, w.parked, w.due_at
      from mirror m join platform p on p.tenant = m.tenant and p.code = m.platform
      left join lane l on l.tenant = m.tenant and l.name = 'push/' || m.platform
      left join work w on w.lane = l.id and w.key = m.key
      where m.tenant = of.tenant and m.instance_id = of.instance_id
        and (m.unit = 'instance' or m.task_id = of.task_id and (m.unit = 'task' or m.assignee_id = of.assignee_id))
      order by m.platform, m.unit = 'instance', m.unit = 'task') found $$`,

  `create table platform_token (
    tenant text collate "C" not null,
    platform text collate "C" not null,
    version bigint not null,
    token text not null,
    expires_at timestamptz,
    primary key (tenant, platform))`,

  `create table routing_rule (
    tenant text collate "C" not null,
    place int not null,
    body jsonb not null,
    primary key (tenant, place))`,

  `create table change_log (
    id bigint generated always as identity primary key,
    tenant text collate "C" not null,
    at timestamptz not null,
    task_id text collate "C" not null,
    assignee_id text collate "C" not null,
    instance_id text collate "C" not null,
    body jsonb not null)`,
  'create index change_log_task on change_log (tenant, task_id, id)',
  'create index change_log_instance on change_log (tenant, instance_id, id)',
  'create index change_log_assignee on change_log (tenant, assignee_id, id)',
  'create index change_log_tenant on change_log (tenant, id)',

  `create table deletion_log (
    id bigint generated always as identity primary key,
    tenant text collate "C" not null,
    at timestamptz not null,
    platform text collate "C" not null,
    instance_id text collate "C" not null,
    body jsonb not null)`,
  'create index deletion_log_instance on deletion_log (tenant, instance_id, id)',
  'create index deletion_log_platform on deletion_log (tenant, platform, id)',
  'create index deletion_log_tenant on deletion_log (tenant, id)',

  `create table sweep (
    tenant text collate "C" not null,
    id text collate "C" not null,
    platform text collate "C" not null,
    started_at timestamptz not null,
    body jsonb not null,
    primary key (tenant, id))`,
  'create index sweep_started on sweep (tenant, started_at)',
]);
