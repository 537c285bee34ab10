import type { ResultAsync } from 'neverthrow';
import type { Transactor } from '../../ports/transactor.ts';
import { compareEvents } from '../../workflow/event-order.ts';
import { foldEvents } from '../../workflow/fold-events.ts';
import type { EngineEvent, InstanceState } from '../../workflow/model.ts';
import type { StoredEvent, WorkflowStore, WorkflowStores } from '../../workflow/ports.ts';
import { fingerprint } from '../../work/fingerprint.ts';

/** A workflow store that is to keep the promises of its port. Its clock must go forward by itself. */
export interface WorkflowStoreSubject {
  readonly transactor: Transactor<WorkflowStores>;
  /** A tenant that exists and that nobody else uses. */
  freshTenant(): Promise<string>;
  /** How many histories the property tries; 25 unless given. */
  readonly runs?: number;
}

/** Runs one transaction and answers its value; a failure throws. */
export const inTransaction = async <T, E>(
  { transactor }: WorkflowStoreSubject,
  work: (store: WorkflowStore) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run((stores) => work(stores.workflow));
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

/** As use cases store it. */
export const stored = (event: EngineEvent): StoredEvent => ({ event, hash: fingerprint(event) });

/** The state of one instance from its events, in a version. */
export const stateOf = (tenant: string, events: readonly EngineEvent[], version: number): InstanceState => {
  const ordered = events.toSorted(compareEvents);
  return { ...foldEvents(tenant, ordered[0]?.instance.id ?? 'S-1', ordered), version };
};
