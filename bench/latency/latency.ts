import { openBenchBroker } from '../harness/bench-broker.ts';
import { describePostgres } from '../harness/bench-database.ts';
import type { Cleanup } from '../harness/cleanup.ts';
import { processorTimes, usedBetween } from '../harness/processor-time.ts';
import type { ScenarioReport } from '../harness/report.ts';
import { startProcess, type BenchProcess } from '../harness/start-process.ts';
import { figure, median, percentile, withRange } from '../harness/statistics.ts';
import type { Arrival, ArrivalsClientCommands } from './arrivals-client.ts';
import { deployAlone, deployApart, type Deployment } from './deployment.ts';
import type { TimingSinkCommands } from './timing-sink.ts';

export interface LatencyConditions {
  readonly rounds: number;
  readonly rates: readonly number[];
  /** The rate at which events are also sent in tens and over AMQP. */
  readonly otherWaysAt: number;
  readonly forMs: number;
  /** How long what was sent may take to be acknowledged before it counts as lost. */
  readonly settleWithinMs: number;
}

export const fullLatency: LatencyConditions = {
  rounds: 3,
  rates: [50, 200, 1_000],
  otherWaysAt: 1_000,
  forMs: 5_000,
  settleWithinMs: 60_000,
};
export const shortLatency: LatencyConditions = { ...fullLatency, rounds: 1, rates: [50], otherWaysAt: 50, forMs: 500 };

interface LatencyRun {
  readonly acceptedMs: readonly number[];
  readonly arrivedMs: readonly number[];
  readonly acknowledgedMs: readonly number[];
  readonly repeated: number;
  readonly processMicros: number | null;
  /** Events a second, from the first one's time to the last acknowledgement. */
  readonly sustained: number;
}

interface Way {
  readonly deployment: Deployment;
  readonly name: string;
  readonly perSecond: number;
  readonly eventsEach: number;
  readonly amqp: boolean;
  readonly runs: LatencyRun[];
}

const lookEveryMs = 20;

const waitForAll = async (deployment: Deployment, expected: number, withinMs: number): Promise<void> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const [found] = await deployment.database.query<{ count: number }>(
      `select count(*)::int count from mirror where acknowledged_version = desired_version and remote_state = 'open'`,
    );
    if ((found?.count ?? 0) >= expected) return;
    if (performance.now() > deadline)
      throw new Error(`${deployment.name}: ${found?.count} of ${expected} to-dos were acknowledged in time`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};

/** How many to-dos a deployment has been sent so far. */
const sentTo = new WeakMap<Deployment, number>();

const runOnce = async (
  way: Omit<Way, 'runs'>,
  client: BenchProcess<ArrivalsClientCommands>,
  sink: BenchProcess<TimingSinkCommands>,
  { forMs, settleWithinMs }: LatencyConditions,
): Promise<LatencyRun> => {
  const { deployment, perSecond, eventsEach, amqp } = way;
  const { server, database, events, pids } = deployment;
  await sink.call('take');
  const before = processorTimes(pids);
  const arrivals: readonly Arrival[] = await client.call('send', {
    url: server.url,
    apiKey: server.apiKey,
    amqp: amqp ? events : null,
    perSecond,
    forMs,
    eventsEach,
  });
  const expected = (sentTo.get(deployment) ?? 0) + arrivals.length;
  sentTo.set(deployment, expected);
  await waitForAll(deployment, expected, settleWithinMs);
  const used = usedBetween(before, processorTimes(pids));
  const came = await sink.call('take');
  const rows = await database.query<{ task: string; at: number }>(
    'select task_id task, (extract(epoch from acknowledged_at) * 1000)::float8 at from mirror where task_id = any($1::text[])',
    [arrivals.map(({ task }) => task)],
  );
  const acknowledged = new Map(rows.map(({ task, at }) => [task, at]));
  const missing = arrivals.filter(({ task }) => !came.has(task) || !acknowledged.has(task));
  if (missing.length > 0) throw new Error(`${missing.length} to-dos are acknowledged but never came`);
  const first = Math.min(...arrivals.map(({ dueAt }) => dueAt));
  const last = Math.max(...arrivals.map(({ task }) => acknowledged.get(task) ?? 0));
  return {
    acceptedMs: arrivals.map(({ acceptedAt, dueAt }) => acceptedAt - dueAt),
    arrivedMs: arrivals.map(({ task, dueAt }) => (came.get(task)?.at ?? Number.NaN) - dueAt),
    acknowledgedMs: arrivals.map(({ task, dueAt }) => (acknowledged.get(task) ?? Number.NaN) - dueAt),
    repeated: [...came.values()].reduce((sum, { times }) => sum + times - 1, 0),
    processMicros: used === null ? null : used / arrivals.length,
    sustained: (arrivals.length / (last - first)) * 1_000,
  };
};

const headings = [
  'events',
  'processes',
  'sustained a second',
  'accepted p50 ms',
  'p95',
  'p99',
  'at the platform p50 ms',
  'p95',
  'p99',
  'acknowledged p50 ms',
  'p95',
  'p99',
  'sent twice',
  'CPU µs each',
];

const toRow = ({ name, deployment, runs }: Way): readonly string[] => {
  const of = (pick: (run: LatencyRun) => readonly number[], share: number): string =>
    withRange(runs.map((run) => percentile(pick(run), share)));
  const three = (pick: (run: LatencyRun) => readonly number[]): readonly string[] =>
    [0.5, 0.95, 0.99].map((share) => of(pick, share));
  const used = runs.flatMap(({ processMicros }) => (processMicros === null ? [] : [processMicros]));
  return [
    name,
    deployment.name,
    figure(median(runs.map(({ sustained }) => sustained))),
    ...three(({ acceptedMs }) => acceptedMs),
    ...three(({ arrivedMs }) => arrivedMs),
    ...three(({ acknowledgedMs }) => acknowledgedMs),
    figure(median(runs.map(({ repeated }) => repeated))),
    used.length === 0 ? '' : figure(median(used)),
  ];
};

const explain = ({ rounds, forMs }: LatencyConditions, postgres: string, broker: string): string =>
  `From the moment an event was to be sent to the moment it was accepted (202 with everything committed; over AMQP: confirmed by the broker), its POST was
read by the platform, and the transaction began that acknowledges the platform's answer (its commit follows within milliseconds). Events are sent evenly by a schedule that waits for nobody, so what is queued anywhere counts; each
is a new process instance with one to-do on one platform (\`weaver-ofs\`, 64 POSTs at once), which answers at once. ${figure(forMs / 1_000)} s a run, ${rounds} round${rounds === 1 ? '' : 's'} in turn after a warm-up;
medians of the rounds, and their ranges. ${postgres}; ${broker}. "Sustained" is events through the time from the first to the last acknowledgement: below the rate where the
machine could not follow. CPU is that of Portico's processes.`;

/** How long an event takes to the platform and to its acknowledgement, by rate and by way. */
export const runLatency = async (conditions: LatencyConditions, cleanup: Cleanup): Promise<ScenarioReport> => {
  const sink = await startProcess<TimingSinkCommands>(new URL('./timing-sink.ts', import.meta.url));
  cleanup.add(() => sink.end());
  const client = await startProcess<ArrivalsClientCommands>(new URL('./arrivals-client.ts', import.meta.url));
  cleanup.add(() => client.end());
  const sinkUrl = await sink.call('listen');
  const broker = await openBenchBroker();
  const deployments = [
    await deployAlone(sinkUrl, cleanup),
    ...(broker === null ? [] : [await deployApart(sinkUrl, broker, cleanup)]),
  ];
  const { rates, otherWaysAt } = conditions;
  const ways = deployments.flatMap((deployment): readonly Way[] => {
    const way = (name: string, perSecond: number, eventsEach: number, amqp: boolean): Way => ({
      deployment,
      name: `${figure(perSecond)} a second, ${name}`,
      perSecond,
      eventsEach,
      amqp,
      runs: [],
    });
    return [
      ...rates.map((rate) => way('HTTP singly', rate, 1, false)),
      way('HTTP in tens', otherWaysAt, 10, false),
      ...(deployment.events === null ? [] : [way('AMQP singly', otherWaysAt, 1, true)]),
    ];
  });
  for (const way of ways) await runOnce(way, client, sink, conditions);
  for (let round = 0; round < conditions.rounds; round += 1)
    for (const way of round % 2 === 0 ? ways : ways.toReversed())
      way.runs.push(await runOnce(way, client, sink, conditions));
  return {
    title: 'Latency',
    text: explain(
      conditions,
      await describePostgres(),
      broker?.description ?? 'no RabbitMQ answered, so processes were not measured apart',
    ),
    tables: [{ headings, rows: ways.map(toRow) }],
  };
};
