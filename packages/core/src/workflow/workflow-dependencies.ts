import type { Ids } from '../ports/ids.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Doorbell } from '../work/ports.ts';
import type { WorkflowStores } from './ports.ts';
import type { WorkflowListener } from './workflow.ts';

export interface WorkflowDependencies<Stores extends WorkflowStores> {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly ids: Ids;
  /** Told of every change, inside the transaction that makes it. */
  readonly listener?: WorkflowListener<Stores>;
  readonly tracer?: Tracer;
}
