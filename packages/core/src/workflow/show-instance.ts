import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkflowDependencies } from './workflow-dependencies.ts';
import type { InstanceState } from './model.ts';
import type { ReceivedEvent, WorkflowStores } from './ports.ts';
import type { NotFound } from './workflow.ts';

const eventsShown = 1000;

/** An instance as it is shown. */
interface ShownInstance {
  readonly instance: InstanceState;
  readonly events: readonly ReceivedEvent[];
}

const notFound: NotFound = { code: 'NOT_FOUND', message: 'There is no such instance.' };

/** An instance with its tasks and up to 1,000 of its events, oldest first. */
export const showInstance =
  <Stores extends WorkflowStores>({ transactor }: Pick<WorkflowDependencies<Stores>, 'transactor'>) =>
  (tenant: string, id: string): ResultAsync<ShownInstance, StoreFailure | NotFound> =>
    transactor.run((stores) =>
      safeTry<ShownInstance, StoreFailure | NotFound>(async function* () {
        const found = yield* stores.workflow.findInstances(tenant, [id]);
        const instance = found.get(id);
        if (instance === undefined) return err(notFound);
        const events = yield* stores.workflow.listEvents(tenant, id, eventsShown);
        return ok({ instance, events });
      }),
    );
