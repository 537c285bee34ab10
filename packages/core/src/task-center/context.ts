import type { DomainEventStores } from '../domain-events/ports.ts';
import type { JobStores } from '../jobs/ports.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import type { WorkflowStores } from '../workflow/ports.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import type { TaskCenterStores } from './ports.ts';

/** The stores that the task center works on, in one transaction. */
export type Stores = TaskCenterStores & WorkStores & WorkflowStores & DomainEventStores & JobStores;

/** What the use cases share. */
export interface TaskCenterContext {
  readonly transactor: Transactor<Stores>;
  readonly doorbell: Doorbell;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly registry: PlatformRegistry;
  readonly tracer?: Tracer | undefined;
}

/** How many items a list answers at most. */
export const boundedLimit = (limit: number): number => Math.min(200, Math.max(1, Math.trunc(limit) || 1));
