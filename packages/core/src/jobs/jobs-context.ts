import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import type { JobKind } from './job-kind.ts';
import type { JobStores } from './ports.ts';

/** The stores that jobs need, in one transaction. */
export type JobWorkStores = JobStores & WorkStores;

/** What the use cases and the handler share. */
export interface JobsContext<Stores extends JobWorkStores> {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  /** By their names. */
  readonly kinds: ReadonlyMap<string, JobKind<Stores>>;
}
