import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { JobStores } from '../jobs/ports.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import type { WorkflowSchemas } from '../workflow/schemas.ts';
import type { WorkflowStores } from '../workflow/ports.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { OpenSources } from './open-sources.ts';
import type { SourceStores } from './ports.ts';

/** The stores that sources work on, in one transaction. */
export type Stores = SourceStores & WorkflowStores & WorkStores & JobStores;

/** What the use cases and the jobs share. */
export interface SourcesContext {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly workflow: Pick<Workflow, 'tellTasks' | 'closeTasks'>;
  readonly schemas: WorkflowSchemas;
  readonly opened: OpenSources;
}
