import { createBenchDatabase, describePostgres, type BenchDatabase } from '../harness/bench-database.ts';
import type { Cleanup } from '../harness/cleanup.ts';
import { freePort } from '../harness/free-port.ts';
import { usedBetween } from '../harness/processor-time.ts';
import type { ScenarioReport } from '../harness/report.ts';
import { startProcess, type BenchProcess } from '../harness/start-process.ts';
import { figure, median, withRange } from '../harness/statistics.ts';
import type { LanesWorkerCommands } from './lanes-worker.ts';
import type { TroubleSinkCommands } from './trouble-sink.ts';

export interface IsolationConditions {
  readonly rounds: number;
  /** Keys on each of the two healthy lanes, in one run. */
  readonly healthy: number;
  /** Rows queued on the three lanes in trouble, together. */
  readonly troubled: number;
  readonly concurrency: number;
}

export const fullIsolation: IsolationConditions = { rounds: 3, healthy: 5_000, troubled: 200_000, concurrency: 32 };
export const shortIsolation: IsolationConditions = { rounds: 1, healthy: 100, troubled: 3_000, concurrency: 32 };

const healthyLanes = ['healthy-1', 'healthy-2'] as const;
const troubledLanes = ['dead', 'slow', 'throttled'] as const;

interface IsolationRun {
  readonly perSecond: number;
  readonly workerMicros: number;
  readonly databaseMicros: number | null;
}

interface Contender {
  readonly name: string;
  readonly runs: IsolationRun[];
  run(): Promise<IsolationRun>;
}

const fill = async (database: BenchDatabase, lanes: readonly number[], tag: string, each: number): Promise<void> => {
  await database.query(
    `insert into work (lane, key, class, due_at) select lane, $2 || '-' || n, 0, portico_now() - interval '1 minute' + n * interval '1 microsecond'
    from unnest($1::int[]) lane, generate_series(1, $3::int) n`,
    [lanes, tag, each],
  );
};

const startContender = async (
  conditions: IsolationConditions,
  sink: BenchProcess<TroubleSinkCommands>,
  sinkUrl: string,
  troubled: boolean,
  cleanup: Cleanup,
): Promise<Contender> => {
  const database = await createBenchDatabase();
  cleanup.add(() => database.drop());
  const worker = await startProcess<LanesWorkerCommands>(new URL('./lanes-worker.ts', import.meta.url));
  cleanup.add(() => worker.end());
  const addresses = new Map<string, string>([
    ...healthyLanes.map((name) => [name, `${sinkUrl}/healthy/${name}`] as const),
    ['dead', `http://127.0.0.1:${await freePort()}/`],
    ['slow', `${sinkUrl}/slow`],
    ['throttled', `${sinkUrl}/throttled`],
  ]);
  const { concurrency } = conditions;
  const lanes = await worker.call('open', { databaseUrl: database.url, addresses, concurrency });
  const healthyIds = lanes.slice(0, healthyLanes.length);
  if (troubled) {
    const each = Math.floor(conditions.troubled / troubledLanes.length);
    await fill(database, lanes.slice(healthyLanes.length), 'stuck', each);
    await database.query('analyze work');
  }
  let batch = 0;
  return {
    name: troubled ? 'beside three lanes in trouble' : 'alone',
    runs: [],
    run: async () => {
      const count = conditions.healthy * healthyLanes.length;
      await fill(database, healthyIds, `run-${(batch += 1)}`, conditions.healthy);
      const before = await database.backendTimes();
      const heardBefore = await sink.call('healthy');
      const { seconds, cpuMicros } = await worker.call('work', { healthy: count });
      const databaseUsed = usedBetween(before, await database.backendTimes());
      const heard = (await sink.call('healthy')) - heardBefore;
      const [left] = await database.query<{ count: number }>(
        'select count(*)::int count from work where lane = any($1::int[])',
        [healthyIds],
      );
      if (heard !== count || left?.count !== 0)
        throw new Error(`${count} were to be delivered: ${heard} arrived, ${left?.count} are still queued`);
      return {
        perSecond: count / seconds,
        workerMicros: cpuMicros / count,
        databaseMicros: databaseUsed === null ? null : databaseUsed / count,
      };
    },
  };
};

const headings = ['healthy lanes', 'a second', 'to alone', 'worker CPU µs', 'database CPU µs'];

const explain = ({ rounds, healthy, troubled, concurrency }: IsolationConditions, postgres: string): string =>
  `One worker process of the kernel on ${postgres}, two healthy lanes with ${figure(healthy)} due keys each, ${concurrency} POSTs at once a lane; ${rounds} round${rounds === 1 ? '' : 's'} in turn, forwards and backwards, after a
warm-up. In the second row three more lanes hold ${figure(troubled)} due rows: one target refuses connections, one answers after 5 s, one answers 429 with
\`Retry-After: 1\`. Every attempt is logged with its exchange, failed ones too. Each contender has a database of its own; CPU counts everything the worker and its
backends did, divided by the healthy deliveries.`;

/** What lanes in trouble cost the others. */
export const runIsolation = async (conditions: IsolationConditions, cleanup: Cleanup): Promise<ScenarioReport> => {
  const sink = await startProcess<TroubleSinkCommands>(new URL('./trouble-sink.ts', import.meta.url));
  cleanup.add(() => sink.end());
  const sinkUrl = await sink.call('listen');
  const alone = await startContender(conditions, sink, sinkUrl, false, cleanup);
  const beside = await startContender(conditions, sink, sinkUrl, true, cleanup);
  const contenders = [alone, beside];
  for (const contender of contenders) await contender.run();
  for (let round = 0; round < conditions.rounds; round += 1)
    for (const one of round % 2 === 0 ? contenders : contenders.toReversed()) one.runs.push(await one.run());
  const rows = contenders.map(({ name, runs }) => {
    const used = runs.flatMap(({ databaseMicros }) => (databaseMicros === null ? [] : [databaseMicros]));
    return [
      name,
      withRange(runs.map(({ perSecond }) => perSecond)),
      withRange(runs.map(({ perSecond }, round) => perSecond / (alone.runs[round]?.perSecond ?? Number.NaN))),
      figure(median(runs.map(({ workerMicros }) => workerMicros))),
      used.length === 0 ? '' : figure(median(used)),
    ];
  });
  return {
    title: 'Isolation of lanes',
    text: explain(conditions, await describePostgres()),
    tables: [{ headings, rows }],
  };
};
