import { readFileSync, writeFileSync } from 'node:fs';
import { createCleanup } from './harness/cleanup.ts';
import { describeMachine } from './harness/machine.ts';
import { reportText } from './harness/report.ts';
import { updateResultsPage } from './harness/results-page.ts';
import { readRequest, usage, type BenchRequest } from './request.ts';
import { scenarios, scenarioTitles } from './scenarios.ts';

const results = new URL('results.md', import.meta.url);

const read = (): BenchRequest | null => {
  try {
    return readRequest(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
};

let cleanup = createCleanup();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanup.run().finally(() => process.exit(1)));

const request = read();
for (const name of request?.scenarios ?? []) {
  if (request === null) break;
  cleanup = createCleanup();
  const machine = describeMachine();
  try {
    const report = await scenarios[name](request, cleanup);
    const section = reportText({ ...report, text: `On ${machine}.\n\n${report.text}` });
    process.stdout.write(`${section}\n\n`);
    if (request.write)
      writeFileSync(results, updateResultsPage(readFileSync(results, 'utf8'), [section], scenarioTitles));
  } finally {
    await cleanup.run();
  }
}
