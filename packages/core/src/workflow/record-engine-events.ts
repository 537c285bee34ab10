import { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { createGathering } from './gathering.ts';
import type { EngineEvent } from './model.ts';
import type { WorkflowStores } from './ports.ts';
import { recordDeliveries, type Delivery } from './record-deliveries.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { RecordReport } from './workflow.ts';

/** Transactions that take events in at once; who comes while they run shares the next one. */
const atOnce = 2;
/** Events that share a transaction at most, unless one caller brings more. */
const mostEvents = 500;

/**
 * Takes engine events in. Who calls while others are being taken in shares the next transaction with whoever else waits: a commit costs
 * far more than an event.
 */
export const recordEngineEvents = <Stores extends WorkflowStores>(
  dependencies: WorkflowDependencies<Stores>,
): ((
  tenant: string,
  events: readonly EngineEvent[],
  traces?: readonly (string | null)[],
) => ResultAsync<RecordReport, StoreFailure>) => {
  const { tracer } = dependencies;
  const gather = createGathering<Delivery, RecordReport, StoreFailure>({
    run: recordDeliveries(dependencies),
    weight: ({ events }) => events.length,
    most: mostEvents,
    atOnce,
    isSomebodys: ({ code }) => code === 'STORE_DATA',
  });
  return (tenant, events, traces = []) => {
    const current = tracer?.current() ?? null;
    return new ResultAsync(gather(tenant, { events, traces: events.map((_, index) => traces[index] ?? current) }));
  };
};
