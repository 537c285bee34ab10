import { createWorkflowSchemas, receiveEvents } from '@portico/core/workflow';
import type { SandboxName } from '@portico/adapters-platforms/sandboxes';
import type { EmbeddedConditions } from './conditions.ts';
import { createEventMaker } from '../harness/events.ts';
import type { Hub } from './hub.ts';
import { countDeliveries } from './count-deliveries.ts';
import { measure, type Measurement } from './measure.ts';
import { must } from '../harness/must.ts';

const schemas = createWorkflowSchemas('Asia/Shanghai');
const acceptedAtOnce = 500;

/** Delivers to-dos that were accepted before, each recorded with its request and answer. */
export interface DeliveryContender {
  readonly name: string;
  run(conditions: EmbeddedConditions): Promise<Measurement & { readonly posts: number }>;
}

const makeEvents = createEventMaker(Date.now);

/** A tenant whose platforms are these; `concurrency` requests under way at once to each. */
export const deliveryContender = async (
  hub: Hub,
  name: string,
  kinds: readonly SandboxName[],
  concurrency: number,
): Promise<DeliveryContender> => {
  const tenant = `deliver-${kinds.length}-${concurrency}`;
  await hub.connect(tenant, kinds, concurrency);
  // A new platform is swept; over now, it does not get between the deliveries.
  const sweeper = hub.application.createWorker({ exclusive: true });
  must(await sweeper.start());
  await sweeper.idle();
  await sweeper.stop(5_000);
  let delivered = 0;
  return {
    name,
    run: async ({ todos }) => {
      const perPlatform = Math.ceil(todos / kinds.length);
      for (let from = 0; from < perPlatform; from += acceptedAtOnce) {
        const events = makeEvents(Math.min(acceptedAtOnce, perPlatform - from));
        must(await receiveEvents(hub.application.workflow, schemas, tenant, events));
      }
      const worker = hub.application.createWorker({ exclusive: true });
      hub.requests.takeCount();
      const measured = await measure(async () => {
        must(await worker.start());
        await worker.idle();
        return perPlatform * kinds.length;
      });
      const posts = hub.requests.takeCount();
      await worker.stop(5_000);
      delivered += measured.count;
      await countDeliveries(hub.database, tenant, delivered);
      return { ...measured, posts };
    },
  };
};
