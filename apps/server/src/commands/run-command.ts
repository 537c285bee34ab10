import { Inconvenience } from '@portico/composition';
import { readConfiguration, type ServerConfiguration } from '../configuration/configuration.ts';
import { helpText, version } from './help.ts';

type Command = (configuration: ServerConfiguration, args: readonly string[]) => Promise<number>;

// Each command is loaded when it is called, so that `portico --help` does not open a database driver.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  'sign-in': async () => (await import('./sign-in.ts')).signIn,
  data: async () => (await import('./data-copy.ts')).dataCopy,
};

const complain = (lines: readonly string[]): number => {
  for (const line of lines) process.stderr.write(`portico: ${line}\n`);
  return 1;
};

/** Runs one command of the command line; answers the exit code: 0 done, 1 could not, 2 misused. */
export const runCommand = async (args: readonly string[]): Promise<number> => {
  const [name = 'help', ...rest] = args;
  if (['help', '--help', '-h'].includes(name) || rest.includes('--help')) {
    process.stdout.write(helpText());
    return 0;
  }
  if (['version', '--version', '-v'].includes(name)) {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    complain([`there is no command "${name}". Try: portico help`]);
    return 2;
  }
  const configuration = readConfiguration(process.env, process.cwd());
  if (configuration.isErr())
    return complain(configuration.error.map((problem) => `${problem.setting} ${problem.message}.`));
  try {
    return await (
      await load()
    )(configuration.value, rest);
  } catch (error) {
    if (error instanceof Inconvenience) return complain([error.message]);
    throw error;
  }
};
