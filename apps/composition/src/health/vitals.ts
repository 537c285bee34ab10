import type { Metric } from '@portico/adapters-http/metrics';
import type { Database } from '@portico/adapters-persistence';
import type { RabbitInbox } from '@portico/adapters-messaging/rabbitmq';
import type { Worker } from '@portico/core/work';
import type { Container } from 'inversify';
import type { Limits } from '../limits/open-limits.ts';
import type { Broker } from '../messaging/open-broker.ts';
import { brokerMetrics } from '../metrics/broker-metrics.ts';
import { readLaneDepths } from '../metrics/lane-depth-metrics.ts';
import { tokens } from '../modules/tokens.ts';
import { brokerCheck } from './broker-check.ts';
import { redisCheck } from './redis-check.ts';
import { within, type Check } from './check.ts';
import { watchProgress } from './watch-progress.ts';
import { watchStore } from './watch-store.ts';

export interface VitalsDependencies {
  readonly container: Container;
  readonly database: Database;
  /** Null in a process that does no work. */
  readonly worker: Worker | null;
  readonly broker: Broker | null;
  readonly limits: Limits | null;
  readonly inbox: RabbitInbox | null;
}

/** How a process is doing. */
export interface Vitals {
  /** Store, session and progress fail; broker and Redis are degraded at worst, for without them work is only slower. */
  checks(): Promise<readonly Check[]>;
  metrics(): Promise<readonly Metric[]>;
  stop(): void;
}

const up = (name: string, what: string, isUp: boolean): Metric => ({
  name,
  help: `1 while ${what}.`,
  type: 'gauge',
  samples: [{ value: isUp ? 1 : 0 }],
});

const lanesWithinMs = 2_000;
const lanesKeptMs = 5_000;

export const createVitals = ({ container, database, worker, broker, limits, inbox }: VitalsDependencies): Vitals => {
  const workMetrics = container.get(tokens.workMetrics);
  const transactor = container.get(tokens.transactor);
  const clock = container.get(tokens.clock);
  const store = watchStore(database, container.get(tokens.log));
  const progress =
    worker === null
      ? null
      : watchProgress({
          lanes: () => worker.stats().lanes,
          nextDueInMs: (lane) => transactor.run((stores) => stores.work.nextDueInMs([lane])),
          progressOf: (lane) => workMetrics.progressOf(lane),
          clock,
        });
  let lanes: readonly Metric[] = [];
  let lanesAt = -Infinity;

  /** Some seconds old at most, so that scraping cannot burden the store. */
  const laneMetrics = async (): Promise<readonly Metric[]> => {
    if (clock.monotonic() - lanesAt < lanesKeptMs) return lanes;
    lanesAt = clock.monotonic();
    const read = readLaneDepths(transactor, clock.now()).unwrapOr([]);
    return (lanes = await within<readonly Metric[]>(lanesWithinMs, read, []));
  };

  return {
    checks: async () => [
      await store.check(),
      ...(worker === null
        ? []
        : [
            worker.stats().session === null
              ? { name: 'worker', ok: false, detail: 'has no session' }
              : { name: 'worker', ok: true },
          ]),
      ...(progress === null ? [] : [progress.check()]),
      ...(broker === null ? [] : [brokerCheck(broker.state())]),
      ...(limits === null ? [] : [redisCheck(limits.state())]),
    ],
    metrics: async () => {
      const [{ ok }, depths] = await Promise.all([store.check(), laneMetrics()]);
      return [
        up('portico_store_up', 'the store answers', ok),
        ...(limits === null
          ? []
          : [up('portico_redis_up', 'connected to Redis', limits.state().status === 'connected')]),
        ...(broker === null ? [] : brokerMetrics(broker, inbox)),
        ...(worker === null ? [] : workMetrics.metrics(worker.stats())),
        ...depths,
      ];
    },
    stop: () => {
      store.stop();
      progress?.stop();
    },
  };
};
