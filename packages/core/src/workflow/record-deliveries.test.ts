import * as fc from 'fast-check';
import { okAsync } from 'neverthrow';
import { expect, test } from 'vitest';
import { arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { sampleTime } from '../testing/workflow/sample-events.ts';
import { createWorkflowWorld } from '../testing/workflow/workflow-world.ts';
import type { EngineEvent } from './model.ts';
import { recordDeliveries } from './record-deliveries.ts';
import type { RecordReport } from './workflow.ts';

const world = () => {
  const made = createWorkflowWorld();
  const doorbell = { ring: () => undefined, listen: () => () => undefined };
  const record = recordDeliveries({
    transactor: made.transactor,
    doorbell,
    listener: (_stores, changes) =>
      okAsync({ todos: new Map(changes.map(({ after }) => [after.id, after.tasks.length])), rings: [] }),
  });
  const states = async (events: readonly EngineEvent[]) => {
    const ids = [...new Set(events.map(({ instance }) => instance.id))];
    const found = (
      await made.transactor.run((stores) => stores.workflow.findInstances('default', ids))
    )._unsafeUnwrap();
    return ids.map((id) => {
      const state = found.get(id);
      return state === undefined ? null : { ...state, version: 0 };
    });
  };
  return { record, states };
};

/** Without the count of to-dos: several deliveries that change one to-do in a row are one change. */
const plain = (report: RecordReport) => ({ ...report, todos: null });

test('MUST report of each delivery what it would have been told alone, and leave the same state', () =>
  fc.assert(
    fc.asyncProperty(
      arbitraryEngineHistory({ base: sampleTime, seconds: 300, maxEvents: 30 }),
      fc.array(fc.nat({ max: 29 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }),
      async (history, doubled, sizes) => {
        const events = [...history, ...doubled.flatMap((index) => history.slice(index, index + 1))];
        const deliveries: EngineEvent[][] = [];
        for (let from = 0, turn = 0; from < events.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          deliveries.push(events.slice(from, from + size));
          from += size;
        }
        const [together, apart] = [world(), world()];
        const shared = deliveries.map((one) => ({ events: one, traces: [] }));
        const reports = (await together.record('default', shared))._unsafeUnwrap();
        const alone: RecordReport[] = [];
        for (const one of shared) alone.push(...(await apart.record('default', [one]))._unsafeUnwrap());
        expect(reports.map(plain)).toEqual(alone.map(plain));
        expect(await together.states(events)).toEqual(await apart.states(events));
        const changed = new Set(events.map(({ instance }) => instance.id)).size;
        expect(reports.filter(({ todos }) => todos > 0).length).toBeLessThanOrEqual(changed);
      },
    ),
    { numRuns: 150 },
  ));
