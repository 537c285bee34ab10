import { clock } from './m001-clock.ts';
import { work } from './m002-work.ts';
import { workflow } from './m003-workflow.ts';
import { taskCenter } from './m004-task-center.ts';
import { access } from './m005-access.ts';
import { outbox } from './m006-outbox.ts';
import { trace } from './m007-trace.ts';
import { workerLanes } from './m008-worker-lanes.ts';
import { jobs } from './m009-jobs.ts';
import { webhooks } from './m010-webhooks.ts';
import { alerts } from './m011-alerts.ts';
import { personMapping } from './m012-person-mapping.ts';
import { callbacks } from './m013-callbacks.ts';
import { signIn } from './m014-sign-in.ts';
import { feed } from './m015-feed.ts';
import { causes } from './m016-causes.ts';
import { statistics } from './m017-statistics.ts';
import { sources } from './m018-sources.ts';
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
  jobs,
  webhooks,
  alerts,
  personMapping,
  callbacks,
  signIn,
  feed,
  causes,
  statistics,
  sources,
];
