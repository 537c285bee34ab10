import { createBenchDatabase, describePostgres } from '../harness/bench-database.ts';
import type { Cleanup } from '../harness/cleanup.ts';
import { processorTimes, usedBetween } from '../harness/processor-time.ts';
import type { ScenarioReport } from '../harness/report.ts';
import { connectSink } from '../harness/server-api.ts';
import { startServerApp } from '../harness/start-app.ts';
import { startProcess } from '../harness/start-process.ts';
import { figure, median, percentile, withRange } from '../harness/statistics.ts';
import type { BareRouteCommands } from './bare-route.ts';
import type { EventClientCommands } from './event-client.ts';

export interface AcceptConditions {
  readonly rounds: number;
  /** Events sent one a request, in one run. */
  readonly singles: number;
  /** Requests of a hundred events, in one run. */
  readonly hundreds: number;
  /** The same before the rounds, unmeasured, divided by this. */
  readonly warmUpShare: number;
}

export const fullAccept: AcceptConditions = { rounds: 3, singles: 4_000, hundreds: 80, warmUpShare: 2 };
export const shortAccept: AcceptConditions = { rounds: 1, singles: 100, hundreds: 3, warmUpShare: 4 };

interface AcceptRun {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly serverMicros: number | null;
  readonly databaseMicros: number | null;
  readonly bytesEach: number;
}

interface Contender {
  readonly name: string;
  readonly bare: boolean;
  readonly eventsEach: 1 | 100;
  readonly runs: AcceptRun[];
  run(share: number): Promise<AcceptRun>;
}

const headings = [
  'taken in by',
  'events a second',
  'to the bare route',
  'request p50 ms',
  'p95 ms',
  'server CPU µs an event',
  'database CPU µs an event',
];

const toRow = ({ name, eventsEach, runs }: Contender, all: readonly Contender[]): readonly string[] => {
  const bare = all.find((other) => other.bare && other.eventsEach === eventsEach)?.runs ?? [];
  const known = (values: readonly (number | null)[]): string => {
    const found = values.filter((value) => value !== null);
    return found.length === 0 ? '' : figure(median(found));
  };
  return [
    name,
    withRange(runs.map(({ perSecond }) => perSecond)),
    withRange(runs.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? Number.NaN))),
    figure(median(runs.map(({ p50Ms }) => p50Ms))),
    figure(median(runs.map(({ p95Ms }) => p95Ms))),
    known(runs.map(({ serverMicros }) => serverMicros)),
    known(runs.map(({ databaseMicros }) => databaseMicros)),
  ];
};

const explain = (conditions: AcceptConditions, postgres: string, all: readonly Contender[]): string => {
  const bytes = (eventsEach: number): string =>
    figure(all.find((contender) => contender.eventsEach === eventsEach)?.runs[0]?.bytesEach ?? Number.NaN);
  return `\`POST /api/v1/task-center/events\` of the real server in a process of its own, \`PORTICO_WORKER=off\`, on ${postgres}; the client is another process. Single events over
64 connections (${bytes(1)} bytes each, ${figure(conditions.singles)} a run), and ${conditions.hundreds} requests of a hundred (${bytes(100)} bytes each) over 8; ${conditions.rounds} round${conditions.rounds === 1 ? '' : 's'} in turn, forwards and backwards, after a warm-up.
An event is authenticated, parsed, checked, stored, folded into its instance and planned for one platform: a to-do, a mirror and a work row, committed before the
answer. After each run the database is asked whether each is there. The bare route is Hono on the same \`@hono/node-server\`: it reads the same body as JSON, answers in the
same form, and keeps nothing. Every connection sends its next request when the last is answered, so the times are those under full load.`;
};

/** Events a second that the server takes in over HTTP, beside a route that keeps nothing. */
export const runAccept = async (conditions: AcceptConditions, cleanup: Cleanup): Promise<ScenarioReport> => {
  const database = await createBenchDatabase();
  cleanup.add(() => database.drop());
  const server = await startServerApp({
    databaseUrl: database.url,
    environment: { PORTICO_WORKER: 'off', PORTICO_SANDBOXES: 'off' },
  });
  cleanup.add(() => server.stop());
  // Nobody listens there; without a worker nobody looks.
  await connectSink(server, 'http://127.0.0.1:9', 64);
  const bare = await startProcess<BareRouteCommands>(new URL('./bare-route.ts', import.meta.url));
  cleanup.add(() => bare.end());
  const bareUrl = await bare.call('listen');
  const client = await startProcess<EventClientCommands>(new URL('./event-client.ts', import.meta.url));
  cleanup.add(() => client.end());
  let expected = 0;

  const contender = (isBare: boolean, eventsEach: 1 | 100): Contender => ({
    name: `${isBare ? 'the bare route' : 'Portico'}, ${eventsEach === 1 ? 'singly' : 'in hundreds'}`,
    bare: isBare,
    eventsEach,
    runs: [],
    run: async (share) => {
      const requests = Math.ceil((eventsEach === 1 ? conditions.singles : conditions.hundreds) / share);
      const target = isBare ? { url: bareUrl, apiKey: 'none' } : { url: server.url, apiKey: server.apiKey };
      const pid = isBare ? bare.pid : server.pid;
      const before = { server: processorTimes([pid]), database: await database.backendTimes() };
      const sent = await client.call('send', {
        ...target,
        requests,
        eventsEach,
        connections: eventsEach === 1 ? 64 : 8,
      });
      const after = { server: processorTimes([pid]), database: await database.backendTimes() };
      const events = requests * eventsEach;
      if (!isBare) {
        expected += events;
        const [found] = await database.query<Record<string, number>>(
          `select (select count(*) from todo)::int todos, (select count(*) from mirror)::int mirrors,
            (select count(*) from work w join lane l on l.id = w.lane where l.name = 'push/ofs')::int work`,
        );
        if (Object.values(found ?? {}).some((count) => count !== expected))
          throw new Error(`${expected} events were accepted, but found ${JSON.stringify(found)}`);
      }
      const each = (used: number | null): number | null => (used === null ? null : used / events);
      return {
        perSecond: events / sent.seconds,
        p50Ms: percentile(sent.durationsMs, 0.5),
        p95Ms: percentile(sent.durationsMs, 0.95),
        serverMicros: each(usedBetween(before.server, after.server)),
        databaseMicros: isBare ? null : each(usedBetween(before.database, after.database)),
        bytesEach: sent.bytesEach,
      };
    },
  });
  const contenders = [contender(true, 1), contender(false, 1), contender(true, 100), contender(false, 100)];
  for (const one of contenders) await one.run(conditions.warmUpShare);
  for (let round = 0; round < conditions.rounds; round += 1)
    for (const one of round % 2 === 0 ? contenders : contenders.toReversed()) one.runs.push(await one.run(1));
  return {
    title: 'Accepting',
    text: explain(conditions, await describePostgres(), contenders),
    tables: [{ headings, rows: contenders.map((one) => toRow(one, contenders)) }],
  };
};
