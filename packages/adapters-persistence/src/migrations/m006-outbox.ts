import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Domain events that have not been handed over yet: a row for each batch, gone when all of its events are confirmed. */
export const outbox: MigrationEntry = statementsMigration('006-outbox', [
  `create table outbox (
    batch text collate "C" primary key,
    written_at timestamptz not null,
    events jsonb not null) with (autovacuum_vacuum_scale_factor = 0.01)`,
]);
