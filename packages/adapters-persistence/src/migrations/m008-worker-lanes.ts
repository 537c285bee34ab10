import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/** Which lanes a worker serves: patterns of their names. */
export const workerLanes: MigrationEntry = statementsMigration('008-worker-lanes', [
  `alter table worker add column lanes text[] not null default '{*}'`,
]);
