import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** What had a key scheduled, for traces over processes: a W3C `traceparent`, or nothing. */
export const trace: MigrationEntry = statementsMigration('007-trace', ['alter table work add column trace text']);
