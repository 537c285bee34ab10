import { createMemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createMemoryWorkflowStore } from '../../memory/memory-workflow-store.ts';
import type { Instant } from '../../ports/instant.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { Ring } from '../../work/ports.ts';
import { createWorkflow } from '../../workflow/create-workflow.ts';
import type { InstanceState } from '../../workflow/model.ts';
import type { WorkflowStores } from '../../workflow/ports.ts';
import type { Workflow, WorkflowListener } from '../../workflow/workflow.ts';
import { sampleTime } from './sample-events.ts';

/** A workflow over memory stores whose clock stands at ten minutes after `sampleTime` until it is moved. */
export interface WorkflowWorld {
  readonly workflow: Workflow;
  readonly transactor: Transactor<WorkflowStores>;
  readonly rings: readonly Ring[];
  readonly now: () => Instant;
  readonly pass: (ms: number) => void;
  /** The instance of the tenant `default`; throws when there is none. */
  readonly instance: (id?: string) => Promise<InstanceState>;
}

export const createWorkflowWorld = (listener?: WorkflowListener<WorkflowStores>): WorkflowWorld => {
  let now = sampleTime + 600_000;
  let made = 0;
  const rings: Ring[] = [];
  const transactor = createMemoryTransactor<WorkflowStores>(
    createMemoryDatabase(() => now),
    (database) => ({ workflow: createMemoryWorkflowStore(database) }),
  );
  const workflow = createWorkflow({
    transactor,
    doorbell: { ring: (more) => void rings.push(...more), listen: () => () => undefined },
    ids: { next: () => `id-${String((made += 1)).padStart(8, '0')}` },
    ...(listener === undefined ? {} : { listener }),
  });
  return {
    workflow,
    transactor,
    rings,
    now: () => now,
    pass: (ms) => void (now += ms),
    instance: async (id = 'S-1') => {
      const found = await transactor.run((stores) => stores.workflow.findInstances('default', [id]));
      const state = found.isOk() ? found.value.get(id) : undefined;
      if (state === undefined) throw new Error(`There is no instance ${id}.`);
      return state;
    },
  };
};
