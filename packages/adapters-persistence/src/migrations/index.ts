import { clock } from './m001-clock.ts';
import { work } from './m002-work.ts';
import { workflow } from './m003-workflow.ts';
import { taskCenter } from './m004-task-center.ts';
import { access } from './m005-access.ts';
import { outbox } from './m006-outbox.ts';
import { trace } from './m007-trace.ts';
import { workerLanes } from './m008-worker-lanes.ts';
import type { MigrationEntry } from './statements-migration.ts';

/** All migrations, oldest first. What has been released is never changed, only added to. */
export const migrations: readonly MigrationEntry[] = [
  clock,
  work,
  workflow,
  taskCenter,
  access,
  outbox,
  trace,
  workerLanes,
];
