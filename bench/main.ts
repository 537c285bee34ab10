import { writeFileSync } from 'node:fs';
import { readRequest, usage, type Conditions, type Request } from './conditions.ts';
import { describeMachine } from './machine.ts';
import { reportTable } from './report.ts';
import { runBench } from './run-bench.ts';

const explain = ({ rounds, batchesOf100, singleEvents, todos, barePosts }: Conditions, machine: string): string =>
  `${machine}.

Sandboxes, client, PGlite, core and worker share one process and its one thread, as when nothing is configured. Medians of ${rounds} round${rounds === 1 ? '' : 's'}
in turn, after a warm-up; a round takes in ${batchesOf100} batches of 100 and ${singleEvents} single events a row, delivers ${todos.toLocaleString('en-US')} to-dos that were accepted before, and
sends ${barePosts.toLocaleString('en-US')} bare POSTs. Each event is parsed, stored, folded and planned for the platforms; it makes one to-do. A delivery is claimed, sent,
answered, acknowledged and logged with its request and answer; after each run the database is asked whether every one was, exactly once. A bare
POST sends what a delivery sent, by the same client to the same sandbox, and keeps nothing; it repeats
what the sandbox has already, which may be less work for it than a new object.`;

const read = (): Request | null => {
  try {
    return readRequest(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const request = read();
if (request !== null) {
  const machine = describeMachine();
  const text = `${explain(request.conditions, machine)}\n\n${reportTable(await runBench(request.conditions))}\n`;
  process.stdout.write(text);
  if (request.write)
    writeFileSync(
      new URL('results.md', import.meta.url),
      `# What was measured\n\nBy \`npm run bench -- --write\`, on ${text}`,
    );
}
