import { errAsync } from 'neverthrow';
import * as fc from 'fast-check';
import { compareEvents } from '../../workflow/event-order.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { arbitraryEngineHistory } from './arbitrary-engine-history.ts';
import { sampleEvent, sampleInstance } from './sample-events.ts';
import { inTransaction, stateOf, stored, type WorkflowStoreSubject } from './workflow-store-subject.ts';

/** What a workflow store promises about events. */
export const workflowEventCases: readonly ContractCase<WorkflowStoreSubject>[] = [
  {
    name: 'MUST tell a new event from a repeated one and from a contradiction',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const one = sampleEvent('receive', 0, { eventId: 'one' });
      const two = sampleEvent('urge', 1, { eventId: 'two' });
      const other = sampleEvent('receive', 5, { eventId: 'one' });
      const first = await inTransaction(subject, (store) =>
        store.insertEvents(tenant, [one, one, two, other].map(stored)),
      );
      mustEqual(first, ['new', 'duplicate', 'new', 'conflict'], 'in one call');
      const again = await inTransaction(subject, (store) => store.insertEvents(tenant, [other, two, one].map(stored)));
      mustEqual(again, ['conflict', 'duplicate', 'duplicate'], 'in a later call');
      const kept = await inTransaction(subject, (store) => store.eventsOf(tenant, ['S-1']));
      mustEqual([...(kept.get('S-1') ?? [])].sort(compareEvents), [one, two], 'what is kept');
    },
  },
  {
    name: 'MUST keep the ids of sources and tenants apart',
    run: async (subject) => {
      const [here, there] = [await subject.freshTenant(), await subject.freshTenant()];
      const event = sampleEvent('receive', 0, { eventId: 'one' });
      const portal = { ...event, source: 'portal' };
      const first = await inTransaction(subject, (store) => store.insertEvents(here, [event, portal].map(stored)));
      mustEqual(first, ['new', 'new'], 'of two sources');
      const second = await inTransaction(subject, (store) => store.insertEvents(there, [stored(event)]));
      mustEqual(second, ['new'], 'of another tenant');
      const elsewhere = await inTransaction(subject, (store) => store.eventsOf(there, ['S-1']));
      mustEqual(elsewhere.get('S-1')?.length, 1, "another tenant's events");
    },
  },
  {
    name: 'MUST keep every word of an event',
    run: async (subject) => {
      const property = fc.asyncProperty(arbitraryEngineHistory({ assertions: true }), async (events) => {
        const tenant = await subject.freshTenant();
        await inTransaction(subject, (store) => store.insertEvents(tenant, events.map(stored)));
        const ids = [...new Set(events.map(({ instance }) => instance.id))];
        const kept = await inTransaction(subject, (store) => store.eventsOf(tenant, ids));
        for (const id of ids) {
          const expected = events.filter(({ instance }) => instance.id === id).sort(compareEvents);
          mustEqual([...(kept.get(id) ?? [])].sort(compareEvents), expected, `the events of ${id}`);
        }
      });
      await fc.assert(property, { numRuns: subject.runs ?? 25 });
    },
  },
  {
    name: 'MUST list the events of an instance in their order, with the time of their arrival',
    run: async (subject) => {
      const events = arbitraryEngineHistory({ instances: 1, seconds: 1, assertions: true });
      const property = fc.asyncProperty(events, async (history) => {
        const tenant = await subject.freshTenant();
        const [from, to] = await inTransaction(subject, (store) =>
          store.now().andThen((start) =>
            store
              .insertEvents(tenant, history.map(stored))
              .andThen(() => store.now())
              .map((end) => [start, end] as const),
          ),
        );
        const listed = await inTransaction(subject, (store) => store.listEvents(tenant, 'S-1', 1000));
        const expected = history.toSorted(compareEvents);
        mustEqual(
          listed.map(({ event }) => event.eventId),
          expected.map(({ eventId }) => eventId),
          'the order',
        );
        must(
          listed.every(({ receivedAt }) => receivedAt >= from && receivedAt <= to),
          'times of arrival are the store’s',
        );
        const some = await inTransaction(subject, (store) => store.listEvents(tenant, 'S-1', 2));
        mustEqual(some, listed.slice(0, 2), 'a short list');
      });
      await fc.assert(property, { numRuns: subject.runs ?? 25 });
    },
  },
  {
    name: 'MUST leave nothing of a transaction that fails',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const event = sampleEvent('receive', 0);
      const failed = await subject.transactor.run(({ workflow }) =>
        workflow
          .lockInstances(tenant, ['S-1'])
          .andThen(() => workflow.insertEvents(tenant, [stored(event)]))
          .andThen(() => workflow.saveInstances([stateOf(tenant, [event], 1)]))
          .andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      const left = await inTransaction(subject, (store) => store.eventsOf(tenant, ['S-1']));
      mustEqual(left.get('S-1') ?? [], [], 'events');
      const found = await inTransaction(subject, (store) => store.findInstances(tenant, ['S-1']));
      mustEqual(found.size, 0, 'instances');
      const tasks = await inTransaction(subject, (store) => store.findTasks(tenant, ['T-1']));
      mustEqual(tasks.size, 0, 'tasks');
    },
  },
  {
    name: 'MUST prune old events of finished instances only, as many as asked for',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const running = sampleEvent('start', 0, { instance: sampleInstance({ id: 'S-run' }) });
      const over = [0, 1, 2].map((second) =>
        sampleEvent('end', second, { instance: sampleInstance({ id: 'S-over' }) }),
      );
      await inTransaction(subject, (store) =>
        store
          .insertEvents(tenant, [running, ...over].map(stored))
          .andThen(() => store.saveInstances([stateOf(tenant, [running], 1), stateOf(tenant, over, 2)])),
      );
      const countLeft = async (): Promise<readonly number[]> => {
        const left = await inTransaction(subject, (store) => store.eventsOf(tenant, ['S-run', 'S-over']));
        return [left.get('S-run')?.length ?? 0, left.get('S-over')?.length ?? 0];
      };
      const early = await inTransaction(subject, (store) => store.prune(1, 1000));
      mustEqual([early, ...(await countLeft())], [0, 1, 3], 'before anything arrived');
      const later = (await inTransaction(subject, (store) => store.now())) + 60_000;
      // Other tenants share the store: their old events may use up a limit, so it is asked until nothing is left to prune.
      const counts: number[] = [];
      do counts.push(await inTransaction(subject, (store) => store.prune(later, 2)));
      while ((counts.at(-1) ?? 0) > 0 && counts.length < 10_000);
      must(
        counts.every((count) => count <= 2),
        'prunes at most its limit',
      );
      mustEqual(await countLeft(), [1, 0], 'what is left');
      const kept = await inTransaction(subject, (store) => store.findInstances(tenant, ['S-over']));
      mustEqual(kept.get('S-over')?.eventCount, 3, 'the instance stays');
    },
  },
];
