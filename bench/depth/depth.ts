import pg from 'pg';
import { createBenchDatabase, describePostgres, type BenchDatabase } from '../harness/bench-database.ts';
import type { Cleanup } from '../harness/cleanup.ts';
import { residentBytes } from '../harness/processor-time.ts';
import type { ScenarioReport } from '../harness/report.ts';
import { startProcess, type BenchProcess } from '../harness/start-process.ts';
import { figure, percentile, withRange } from '../harness/statistics.ts';
import type { DepthCommands } from './depth-process.ts';

export interface DepthConditions {
  readonly rounds: number;
  readonly depths: readonly number[];
  /** Keys in one claim and in one settlement. */
  readonly keys: number;
  readonly cyclesForMs: number;
  /** How long another session has held its snapshot, while others claimed and settled, before measuring begins. */
  readonly snapshotForMs: number;
  readonly workForMs: number;
}

export const fullDepth: DepthConditions = {
  rounds: 3,
  depths: [1_000, 100_000, 1_000_000],
  keys: 64,
  cyclesForMs: 2_000,
  snapshotForMs: 60_000,
  workForMs: 4_000,
};
export const shortDepth: DepthConditions = {
  rounds: 1,
  depths: [1_000, 5_000],
  keys: 64,
  cyclesForMs: 200,
  snapshotForMs: 300,
  workForMs: 300,
};

interface Cycles {
  readonly claimP50: number;
  readonly claimP95: number;
  readonly settleP50: number;
  readonly settleP95: number;
}

const measureCycles = async (
  one: BenchProcess<DepthCommands>,
  { cyclesForMs, keys }: DepthConditions,
): Promise<Cycles> => {
  const times = await one.call('cycles', { forMs: cyclesForMs, count: keys });
  const claims = times.map(({ claimMs }) => claimMs);
  const settlements = times.map(({ settleMs }) => settleMs);
  return {
    claimP50: percentile(claims, 0.5),
    claimP95: percentile(claims, 0.95),
    settleP50: percentile(settlements, 0.5),
    settleP95: percentile(settlements, 0.95),
  };
};

const fill = async (database: BenchDatabase, lane: number, depth: number): Promise<void> => {
  await database.query(
    `insert into work (lane, key, class, due_at)
    select $1, 'key-' || n, 0, portico_now() - interval '1 hour' + n * interval '1 millisecond' from generate_series(1, $2::int) n`,
    [lane, depth],
  );
  await database.query('analyze work');
};

/** A session that sees the database as it was when it began, and so keeps dead rows from being cleared away. */
const holdSnapshot = async (url: string): Promise<() => Promise<void>> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  await client.query('begin isolation level repeatable read');
  await client.query('select count(*) from lane');
  return async () => {
    await client.query('rollback');
    await client.end();
  };
};

const headings = [
  'rows queued',
  'another snapshot',
  'claim p50 ms',
  'claim p95 ms',
  'settle p50 ms',
  'settle p95 ms',
  'worker a second',
  'worker RSS MB',
  'heap MB',
];

const explain = ({ keys, rounds, snapshotForMs, cyclesForMs }: DepthConditions, postgres: string): string =>
  `Transactions of the kernel's stores on ${postgres}: claim ${keys} due keys of one lane, settle them as done, schedule as many anew (not measured), for ${figure(cyclesForMs / 1_000)} s a run;
medians and ranges of ${rounds} run${rounds === 1 ? '' : 's'}. "Open" is another session in \`repeatable read\` that has held its snapshot for ${figure(snapshotForMs / 1_000)} s of such cycles, so that nothing they left
dead could be cleared away. Then one worker process with a handler that does nothing works on the same rows: settled keys a second, each with its attempt row, and
its memory.`;

/** What the depth of the queue, and a long transaction beside it, do to claiming and settling. */
export const runDepth = async (conditions: DepthConditions, cleanup: Cleanup): Promise<ScenarioReport> => {
  const database = await createBenchDatabase();
  cleanup.add(() => database.drop());
  const one = await startProcess<DepthCommands>(new URL('./depth-process.ts', import.meta.url));
  cleanup.add(() => one.end());
  await one.call('open', database.url);
  const lane = await one.call('lane');
  const rows: string[][] = [];
  const measure = async (): Promise<readonly string[]> => {
    const runs: Cycles[] = [];
    for (let round = 0; round < conditions.rounds; round += 1) runs.push(await measureCycles(one, conditions));
    const times = [
      runs.map(({ claimP50 }) => claimP50),
      runs.map(({ claimP95 }) => claimP95),
      runs.map(({ settleP50 }) => settleP50),
      runs.map(({ settleP95 }) => settleP95),
    ];
    return times.map(withRange);
  };
  for (const depth of conditions.depths) {
    await fill(database, lane, depth);
    // Rows that come from beside the stores lie in the past of one that has worked before.
    await one.call('open', database.url);
    await measureCycles(one, conditions);
    rows.push([figure(depth), 'none', ...(await measure())]);

    const release = await holdSnapshot(database.url);
    try {
      await one.call('cycles', { forMs: conditions.snapshotForMs, count: conditions.keys });
      rows.push([figure(depth), 'open', ...(await measure())]);
    } finally {
      await release();
    }
    const worked = await one.call('work', { forMs: conditions.workForMs });
    const resident = residentBytes(one.pid);
    rows
      .at(-2)
      ?.push(
        figure(worked.perSecond),
        resident === null ? '' : figure(resident / 2 ** 20),
        figure(worked.heapBytes / 2 ** 20),
      );
    await database.query('truncate work');
  }
  return {
    title: 'Depth of the queue',
    text: explain(conditions, await describePostgres()),
    tables: [{ headings, rows }],
  };
};
