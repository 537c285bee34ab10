import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Who is told over HTTP of what happens, and the messages to them. */
export const webhooks: MigrationEntry = statementsMigration('010-webhooks', [
  `create table webhook_endpoint (
    tenant text collate "C" not null,
    code text collate "C" not null,
    name text not null,
    url text not null,
    secrets jsonb not null,
    types text[],
    enabled bool not null,
    disabled_because text,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, code))`,

  `create table webhook_message (
    tenant text collate "C" not null,
    endpoint text collate "C" not null,
    id text collate "C" not null,
    type text collate "C" not null,
    occurred_at timestamptz not null,
    data jsonb not null,
    delivered_at timestamptz,
    created_at timestamptz not null,
    primary key (tenant, endpoint, id))`,
  'create index webhook_message_id on webhook_message (tenant, id desc, endpoint)',
  'create index webhook_message_undelivered on webhook_message (tenant, endpoint, id) where delivered_at is null',
  'create index webhook_message_delivered on webhook_message (delivered_at) where delivered_at is not null',
]);
