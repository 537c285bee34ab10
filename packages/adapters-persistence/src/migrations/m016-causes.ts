import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** What went wrong with a key last, and when: written where the row is written anyway, so that failures can be put together by their causes. */
export const causes: MigrationEntry = statementsMigration('016-causes', [
  'alter table work add column cause text, add column failed_at timestamptz',
]);
