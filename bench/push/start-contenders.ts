import { createBenchDatabase, describePostgres, type BenchDatabase } from '../harness/bench-database.ts';
import type { Cleanup } from '../harness/cleanup.ts';
import type { RedisCommands } from '../harness/redis-process.ts';
import { startProcess } from '../harness/start-process.ts';
import { startContender, timesOf, type PushContender } from './contender.ts';
import { countDeliveries } from './count-deliveries.ts';
import type { SamplePost } from './push-commands.ts';
import type { SinkCommands } from './sink.ts';

export interface ContenderConditions {
  /** Deliveries of each before the rounds, unmeasured. */
  readonly warmUp: number;
  readonly concurrency: number;
  readonly twoProcesses: boolean;
  /** Only contenders whose name holds one of these, in lower case; all when empty. */
  readonly only: readonly string[];
}

/** Those who compete, warmed up. */
export interface Contenders {
  readonly contenders: readonly PushContender[];
  readonly samples: readonly SamplePost[];
  /** What they keep things in, in words. */
  readonly stores: readonly string[];
}

const programs = {
  sink: new URL('./sink.ts', import.meta.url),
  bare: new URL('./bare-client.ts', import.meta.url),
  bullmq: new URL('./bullmq-worker.ts', import.meta.url),
  kernel: new URL('./kernel-worker.ts', import.meta.url),
  portico: new URL('./portico-worker.ts', import.meta.url),
  redis: new URL('../harness/redis-process.ts', import.meta.url),
};

const keptSamples = 500;
/** BullMQ on PostgreSQL takes this share of the deliveries: it would need minutes for all. */
const slowShare = 1 / 6;

const named = (name: string, processes: number): string =>
  `${name} (${processes} process${processes === 1 ? '' : 'es'})`;

export const bareName = named('bare undici POSTs', 1);
export const bullName = named('BullMQ', 1);

/** Starts those asked for. Portico with one process runs first in any case, because the others send what it sends. */
export const startContenders = async (conditions: ContenderConditions, cleanup: Cleanup): Promise<Contenders> => {
  const { concurrency, only, warmUp } = conditions;
  const sink = await startProcess<SinkCommands>(programs.sink);
  cleanup.add(() => sink.end());
  const sinkUrl = await sink.call('listen');
  const database = async (): Promise<BenchDatabase> => {
    const made = await createBenchDatabase();
    cleanup.add(() => made.drop());
    return made;
  };
  const asked = (name: string): boolean => only.length === 0 || only.some((part) => name.toLowerCase().includes(part));
  const numbers = conditions.twoProcesses ? [1, 2] : [1];
  const askedNumbers = (name: string): readonly number[] =>
    numbers.filter((processes) => asked(named(name, processes)));
  const contenders: PushContender[] = [];
  let samples: readonly SamplePost[] = [];
  const setup = (storeUrl: string, processes: number) => ({ sinkUrl, storeUrl, concurrency, processes, samples });
  const warm = async (contender: PushContender): Promise<void> => {
    await contender.run(Math.ceil(warmUp * contender.share));
    if (asked(contender.name)) contenders.push(contender);
  };

  const startRecording = (kind: 'kernel' | 'portico', store: BenchDatabase, name: string, processes: number) =>
    startContender(
      {
        name: named(name, processes),
        program: programs[kind],
        setup: setup(store.url, processes),
        sink,
        storeTimes: store.backendTimes,
        check: (delivered) => countDeliveries(store, kind, processes, delivered),
      },
      cleanup,
    );

  const porticoStore = await database();
  await sink.call('keep', keptSamples);
  const first = await startRecording('portico', porticoStore, 'Portico', 1);
  await warm(first);
  samples = await sink.call('kept');
  for (const processes of askedNumbers('Portico').filter((number) => number > 1))
    await warm(await startRecording('portico', porticoStore, 'Portico', processes));

  if (asked(bareName)) {
    const options = { name: bareName, program: programs.bare, setup: setup('', 1), sink };
    await warm(await startContender({ ...options, storeTimes: null, check: null }, cleanup));
  }
  const stores = [await describePostgres()];
  if (askedNumbers('BullMQ').length > 0) {
    const keeper = await startProcess<RedisCommands>(programs.redis);
    cleanup.add(() => keeper.end());
    const redis = await keeper.call('start');
    stores.push(redis?.description ?? 'no `redis-server` is installed, so BullMQ ran on PostgreSQL only');
    for (const processes of redis === null ? [] : askedNumbers('BullMQ')) {
      const options = { name: named('BullMQ', processes), program: programs.bullmq, sink, check: null };
      const store = { setup: setup(redis?.url ?? '', processes), storeTimes: timesOf([redis?.pid ?? 0]) };
      await warm(await startContender({ ...options, ...store }, cleanup));
    }
  }
  const durableName = named('BullMQ on PostgreSQL', 1);
  if (asked(durableName)) {
    const store = await database();
    const options = { name: durableName, program: programs.bullmq, setup: setup(store.url, 1), sink, check: null };
    await warm(await startContender({ ...options, storeTimes: store.backendTimes, share: slowShare }, cleanup));
  }
  if (askedNumbers('the kernel').length > 0) {
    const store = await database();
    for (const processes of askedNumbers('the kernel'))
      await warm(await startRecording('kernel', store, 'the kernel', processes));
  }
  return { contenders: contenders.toSorted((a, b) => place(a) - place(b)), samples, stores };
};

/** From what does least to what does most. */
const order = ['bare', 'BullMQ (', 'BullMQ on', 'the kernel', 'Portico'];
const place = ({ name }: PushContender): number => order.findIndex((part) => name.startsWith(part));
