import * as fc from 'fast-check';
import type { Instant } from '../../ports/instant.ts';
import type { Doorbell } from '../../work/ports.ts';
import { createWorkflow } from '../../workflow/create-workflow.ts';
import { foldEvents } from '../../workflow/fold-events.ts';
import type { EngineEvent } from '../../workflow/model.ts';
import type { Workflow } from '../../workflow/workflow.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { arbitraryArrival, arbitraryEngineHistory } from './arbitrary-engine-history.ts';
import { inTransaction, type WorkflowStoreSubject } from './workflow-store-subject.ts';

const silent: Doorbell = { ring: () => undefined, listen: () => () => undefined };

const workflowOver = ({ transactor }: WorkflowStoreSubject): Workflow => {
  let made = 0;
  return createWorkflow({
    transactor,
    doorbell: silent,
    ids: { next: () => `fold-${(made += 1).toString().padStart(6, '0')}` },
  });
};

/** Histories that ended a minute ago by the store's clock, so that none of their events is refused for its time. */
const recentBase = async (subject: WorkflowStoreSubject): Promise<Instant> => {
  const now = await inTransaction(subject, (store) => store.now());
  return Math.floor(now / 1000) * 1000 - 60_000;
};

const record = async (workflow: Workflow, tenant: string, events: readonly EngineEvent[]) => {
  const result = await workflow.recordEngineEvents(tenant, events);
  if (result.isErr()) throw new Error(`Recording failed: ${result.error.code} ${result.error.message}`);
  mustEqual(result.value.ignored, [], 'ignored events');
  return result.value;
};

/** Every instance is the fold of its events; versions apart, which depend on the order of arrival. */
const mustBeFolded = async (
  subject: WorkflowStoreSubject,
  tenant: string,
  events: readonly EngineEvent[],
): Promise<void> => {
  const groups = Map.groupBy(events, ({ instance }) => instance.id);
  const found = await inTransaction(subject, (store) => store.findInstances(tenant, [...groups.keys()]));
  for (const [id, group] of groups) {
    const state = found.get(id);
    must(state !== undefined, `${id} exists`);
    mustEqual({ ...state, version: 0 }, foldEvents(tenant, id, group), `the state of ${id}`);
  }
};

/** What a workflow store promises together with the use cases over it. */
export const workflowFoldCases: readonly ContractCase<WorkflowStoreSubject>[] = [
  {
    name: 'MUST come to the fold of the set of events, however they arrive',
    run: async (subject) => {
      const base = await recentBase(subject);
      const histories = arbitraryEngineHistory({ base, assertions: false }).chain((events) =>
        fc.tuple(fc.constant(events), arbitraryArrival(events)),
      );
      const property = fc.asyncProperty(histories, async ([events, batches]) => {
        const tenant = await subject.freshTenant();
        const workflow = workflowOver(subject);
        let accepted = 0;
        for (const batch of batches) accepted += (await record(workflow, tenant, batch)).accepted;
        mustEqual(accepted, events.length, 'each event is accepted once');
        await mustBeFolded(subject, tenant, events);
        const again = await record(workflow, tenant, events);
        mustEqual([again.accepted, again.duplicates], [0, events.length], 'the same events again');
        await mustBeFolded(subject, tenant, events);
      });
      await fc.assert(property, { numRuns: subject.runs ?? 25 });
    },
  },
  {
    name: 'MUST come to the fold when batches of the same instances race',
    run: async (subject) => {
      const base = await recentBase(subject);
      const histories = arbitraryEngineHistory({ base, minEvents: 6 }).chain((events) =>
        fc.tuple(fc.constant(events), arbitraryArrival(events)),
      );
      const property = fc.asyncProperty(histories, async ([events, batches]) => {
        const tenant = await subject.freshTenant();
        const workflow = workflowOver(subject);
        const reports = await Promise.all(batches.map((batch) => record(workflow, tenant, batch)));
        mustEqual(
          reports.reduce((sum, { accepted }) => sum + accepted, 0),
          events.length,
          'each event is accepted once',
        );
        await mustBeFolded(subject, tenant, events);
      });
      await fc.assert(property, { numRuns: Math.ceil((subject.runs ?? 25) / 3) });
    },
  },
];
