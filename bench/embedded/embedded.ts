import type { Cleanup } from '../harness/cleanup.ts';
import type { ScenarioReport } from '../harness/report.ts';
import { startProcess } from '../harness/start-process.ts';
import type { EmbeddedConditions } from './conditions.ts';
import type { EmbeddedCommands } from './embedded-process.ts';
import { embeddedTable } from './report.ts';

const explain = ({ rounds, batchesOf100, singleEvents, todos, barePosts }: EmbeddedConditions): string =>
  `Sandboxes, client, PGlite, core and worker share one process and its one thread, as when nothing is configured. ${rounds} round${rounds === 1 ? '' : 's'}
in turn, after a warm-up; a round takes in ${batchesOf100} batches of 100 and ${singleEvents} single events a row, delivers ${todos.toLocaleString('en-US')} to-dos that were accepted before, and
sends ${barePosts.toLocaleString('en-US')} bare POSTs. Each event is parsed, stored, folded and planned for the platforms; it makes one to-do. A delivery is claimed, sent,
answered, acknowledged and logged with its request and answer; after each run the database is asked whether every one was, exactly once. A bare
POST sends what a delivery sent, by the same client to the same sandbox, and keeps nothing; it repeats
what the sandbox has already, which may be less work for it than a new object.`;

/** Accepting and delivering when nothing is configured: everything in one process. */
export const runEmbedded = async (conditions: EmbeddedConditions, cleanup: Cleanup): Promise<ScenarioReport> => {
  const embedded = await startProcess<EmbeddedCommands>(new URL('./embedded-process.ts', import.meta.url));
  cleanup.add(() => embedded.end());
  const series = await embedded.call('measure', conditions);
  return {
    title: 'Embedded: one process, PGlite, sandboxes',
    text: explain(conditions),
    tables: [embeddedTable(series)],
  };
};
