import { createWorkflowSchemas, receiveEvents } from '@portico/core/workflow';
import { sandboxKinds } from '../../apps/server/src/start/sandbox-platforms.ts';
import type { EmbeddedConditions } from './conditions.ts';
import { createEventMaker } from '../harness/events.ts';
import type { Hub } from './hub.ts';
import { measure, type Measurement } from './measure.ts';
import { must } from '../harness/must.ts';

const schemas = createWorkflowSchemas('Asia/Shanghai');
const tenants = { 1: 'accept-1', 4: 'accept-4' } as const;

/** Takes events in as they come from outside: parsed, checked, stored, folded, and planned for the platforms. No worker runs. */
export interface AcceptContender {
  readonly name: string;
  run(conditions: EmbeddedConditions): Promise<Measurement>;
}

const contender = (hub: Hub, platforms: 1 | 4, batch: 1 | 100): AcceptContender => {
  const tenant = tenants[platforms];
  return {
    name: `accepted events, ${batch === 1 ? 'singly' : `batches of ${batch}`}, ${platforms === 1 ? 'one platform' : 'four platforms'}`,
    run: ({ batchesOf100, singleEvents }) => {
      const calls = Array.from({ length: batch === 1 ? singleEvents : batchesOf100 }, () => makeEvents(batch));
      return measure(async () => {
        let accepted = 0;
        for (const events of calls) {
          const report = must(await receiveEvents(hub.application.workflow, schemas, tenant, events));
          if (report.accepted !== batch || report.todos !== batch)
            throw new Error(`not all accepted: ${JSON.stringify(report)}`);
          accepted += report.accepted;
        }
        return accepted;
      });
    },
  };
};

const makeEvents = createEventMaker(Date.now);

/** One platform and four, in batches and singly. */
export const acceptContenders = async (hub: Hub): Promise<readonly AcceptContender[]> => {
  await hub.connect(tenants[1], ['weaver-ofs']);
  await hub.connect(tenants[4], sandboxKinds);
  return [contender(hub, 1, 100), contender(hub, 4, 100), contender(hub, 1, 1), contender(hub, 4, 1)];
};
