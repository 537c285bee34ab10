import { Inconvenience } from '@portico/composition';
import { readConfiguration } from '../configuration/configuration.ts';
import { helpText, version } from './help.ts';

const complain = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`portico-worker: ${line}\n`);
};

/** Runs the command line; answers the exit code: 0 done, 1 could not or was cut short, 2 misused. */
export const runCommand = async (args: readonly string[]): Promise<number> => {
  const [first = 'start'] = args;
  if (['help', '--help', '-h'].includes(first)) {
    process.stdout.write(helpText());
    return 0;
  }
  if (['version', '--version', '-v'].includes(first)) {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  if (first !== 'start') {
    complain([`there is no command "${first}". Try: portico-worker --help`]);
    return 2;
  }
  const configuration = readConfiguration(process.env, process.cwd());
  if (configuration.isErr()) {
    complain(configuration.error.map((problem) => `${problem.setting} ${problem.message}.`));
    return 1;
  }
  try {
    // Loaded when it is called, so that `--help` does not open a database driver.
    const { start } = await import('./start.ts');
    return await start(configuration.value);
  } catch (error) {
    if (!(error instanceof Inconvenience)) throw error;
    complain([error.message]);
    return 1;
  }
};
