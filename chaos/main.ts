import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, usage, type ChaosOptions } from './options.ts';
import { createChildren } from './processes/children.ts';
import { findPrograms, type Programs } from './processes/programs.ts';
import { makeRunFolder } from './processes/run-folder.ts';
import { createProgress } from './progress.ts';
import { failuresOf, report } from './report.ts';
import { runChaos } from './run-chaos.ts';

const misused = (text: string): null => {
  process.stderr.write(text);
  process.exitCode = 2;
  return null;
};

const read = (): ChaosOptions | null => {
  try {
    return readOptions(process.argv.slice(2), randomInt(1, 2 ** 31 - 1));
  } catch (error) {
    return misused(`${(error as Error).message}\n\n${usage}`);
  }
};

const run = async (options: ChaosOptions, programs: Programs): Promise<void> => {
  const folder = makeRunFolder();
  const children = createChildren(folder.logs);
  const progress = createProgress(process.stderr);
  const stopped = new AbortController();
  let failed = true;
  progress.say(`seed ${options.seed}, folder ${folder.path}`);

  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) {
      process.once(signal, () => {
        failed = false;
        process.exitCode = 130;
        stopped.abort();
        reject(new Error('interrupted'));
      });
    }
  });
  try {
    const running = runChaos(options, children, programs, folder, progress, stopped.signal);
    running.catch(() => undefined);
    const result = await Promise.race([running, interrupted]);
    progress.stop();
    const text = report(result);
    process.stdout.write(text);
    const failures = failuresOf(result);
    failed = failures.size > 0;
    if (failed)
      writeFileSync(join(folder.path, 'failures.json'), JSON.stringify(Object.fromEntries(failures), null, 2));
  } catch (error) {
    progress.stop();
    process.stderr.write(stopped.signal.aborted ? 'Interrupted.\n' : `The run broke: ${(error as Error).stack}\n`);
  } finally {
    stopped.abort();
    await children.endAll();
    if (failed) {
      process.exitCode = 1;
      process.stderr.write(
        `Logs and everything found: ${folder.path}\nReplay: npm run chaos -- --seed ${options.seed}\n`,
      );
    } else folder.remove();
  }
};

const options = read();
const programs = options === null ? null : findPrograms();
if (typeof programs === 'string') misused(`${programs}\n`);
else if (options !== null && programs !== null) {
  await run(options, programs);
  process.exit();
}
