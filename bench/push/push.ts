import type { Cleanup } from '../harness/cleanup.ts';
import type { ScenarioReport } from '../harness/report.ts';
import { figure, median, withRange } from '../harness/statistics.ts';
import type { PushContender, PushRun } from './contender.ts';
import type { SamplePost } from './push-commands.ts';
import { bareName, bullName, startContenders, type ContenderConditions } from './start-contenders.ts';

export interface PushConditions extends ContenderConditions {
  readonly rounds: number;
  /** Deliveries in one run of a contender. */
  readonly deliveries: number;
}

export const fullPush: PushConditions = {
  rounds: 3,
  deliveries: 8_000,
  warmUp: 4_000,
  concurrency: 64,
  twoProcesses: true,
  only: [],
};
export const shortPush: PushConditions = { ...fullPush, rounds: 1, deliveries: 300, warmUp: 100, twoProcesses: false };

interface Series {
  readonly name: string;
  readonly runs: PushRun[];
}

/** Rounds that run forwards and backwards in turn, so that nobody always comes first on a machine that changes. */
const runRounds = async (
  contenders: readonly PushContender[],
  conditions: PushConditions,
): Promise<readonly Series[]> => {
  const series = contenders.map(({ name }) => ({ name, runs: [] as PushRun[] }));
  for (let round = 0; round < conditions.rounds; round += 1) {
    const order = contenders.map((contender, index) => ({ contender, runs: series[index]?.runs }));
    for (const { contender, runs } of round % 2 === 0 ? order : order.toReversed())
      runs?.push(await contender.run(Math.ceil(conditions.deliveries * contender.share)));
  }
  return series;
};

const toRows = (all: readonly Series[]): readonly (readonly string[])[] => {
  const bare = all.find(({ name }) => name === bareName);
  const bull = all.find(({ name }) => name === bullName);
  /** Round by round, so that what slows the whole machine for a while does not enter. */
  const ratio = (runs: readonly PushRun[], to: Series | undefined): string =>
    to === undefined
      ? ''
      : withRange(runs.map(({ perSecond }, round) => perSecond / (to.runs[round]?.perSecond ?? Number.NaN)));
  const whole = ({ workerMicros, storeMicros }: PushRun): number => workerMicros + (storeMicros ?? 0);
  return all.map(({ name, runs }) => {
    const stores = runs.flatMap(({ storeMicros }) => (storeMicros === null ? [] : [storeMicros]));
    return [
      name,
      withRange(runs.map(({ perSecond }) => perSecond)),
      ratio(runs, bare),
      ratio(runs, bull),
      figure(median(runs.map(({ workerMicros }) => workerMicros))),
      stores.length === 0 ? '' : figure(median(stores)),
      figure(median(runs.map(({ sinkMicros }) => sinkMicros))),
      bull === undefined ? '' : figure(median(bull.runs.map(whole)) / median(runs.map(whole))),
    ];
  });
};

const headings = [
  'delivered by',
  'a second',
  'to bare POSTs',
  'to BullMQ',
  'worker CPU µs',
  'store CPU µs',
  'sink CPU µs',
  'to BullMQ by CPU',
];

const explain = (
  { rounds, deliveries, concurrency, warmUp }: PushConditions,
  stores: string,
  samples: readonly SamplePost[],
): string => {
  const bytes = Math.round(median(samples.map(({ body }) => Buffer.byteLength(body))));
  return `The same POST (${bytes} bytes of JSON) to the same sink, a plain \`node:http\` server in a process of its own, ${concurrency} at once in each delivering process; ${deliveries.toLocaleString('en-US')} a run, taken in
before and not measured, ${rounds} round${rounds === 1 ? '' : 's'} in turn, forwards and backwards, after ${warmUp.toLocaleString('en-US')} to warm up each. Stores: ${stores}.

- **Bare POSTs**: a loop of \`undici.request\` that reads the answer and keeps nothing. The limit of one process.
- **BullMQ**: a worker whose job is that POST, jobs removed when done. It keeps no record of what was sent or answered, and its Redis writes
  nothing to disk.
- **BullMQ on PostgreSQL**: the same worker over BullMQ's own adapter for the database that Portico uses: jobs are durable, what was
  sent and answered is not recorded. A sixth of the deliveries, for time.
- **The kernel**: \`@portico/core/work\` on PostgreSQL with a handler of a dozen lines: claim, read what is desired, POST, one transaction for attempt,
  request and answer, acknowledged version, and the end of the work row.
- **Portico**: the server's composition, a platform of the kind \`weaver-ofs\`: the same, with the plan between desired and acknowledged state, the
  request built from a profile's expressions, and its answer classified by the profile's rules.

After each run of these two the database is asked whether everything was acknowledged and logged with its exchange exactly once. Ratios are those of the same
round. CPU is processor time for one delivery; the store's is that of its backends, or of Redis.`;
};

/** Recorded deliveries a second, beside the bare POSTs they consist of and a queue that records nothing. */
export const runPush = async (conditions: PushConditions, cleanup: Cleanup): Promise<ScenarioReport> => {
  const { contenders, samples, stores } = await startContenders(conditions, cleanup);
  const series = await runRounds(contenders, conditions);
  return {
    title: 'Deliveries',
    text: explain(conditions, stores.join('; '), samples),
    tables: [{ headings, rows: toRows(series) }],
  };
};
