import type { Command, CommandTable } from './command.ts';
import { exitCodes, interrupted } from './exit-codes.ts';
import { Failure, misused } from './failure.ts';
import { createApiClient } from './http/api-client.ts';
import { findConnection, signedIn, type Connection } from './http/connection.ts';
import { chooseLanguage } from './language.ts';
import { findCommand } from './parsing/find-command.ts';
import type { GlobalValues } from './parsing/global-options.ts';
import type { Options, Values } from './parsing/option.ts';
import { parseArguments } from './parsing/parse-arguments.ts';
import type { Session } from './session.ts';
import { cleanText } from './show/clean-text.ts';
import { commandHelp, groupHelp, overviewHelp } from './show/help-text.ts';
import { createOutput } from './show/output.ts';
import type { Terminal } from './terminal.ts';

const createSession = (terminal: Terminal, globals: GlobalValues): Session => {
  const language = chooseLanguage(globals.lang, terminal.env);
  let found: Promise<Connection> | null = null;
  const connection = (): Promise<Connection> => (found ??= findConnection(globals, terminal));
  return {
    terminal,
    language,
    globals,
    out: createOutput(terminal, { json: globals.json, quiet: globals.quiet, noColour: globals['no-color'], language }),
    connection,
    api: async () =>
      createApiClient({
        connection: signedIn(await connection()),
        language,
        timeoutMs: globals.timeout * 1_000,
        terminal,
      }),
  };
};

const run = async (
  terminal: Terminal,
  path: readonly string[],
  command: Command,
  rest: readonly string[],
): Promise<number> => {
  if (command.reach === 'raw' && !rest.includes('--help') && !rest.includes('-h')) {
    const none = parseArguments(path, { ...command, arguments: [], options: {} }, [], terminal.now());
    return command.run({ args: rest, options: {} as Values<Options>, session: createSession(terminal, none.globals) });
  }
  const { args, options, globals } = parseArguments(path, command, rest, terminal.now());
  if (globals.help) {
    await terminal.stdout.write(commandHelp(path, command));
    return exitCodes.ok;
  }
  return command.run({ args, options, session: createSession(terminal, globals) });
};

const dispatch = async (table: CommandTable, argv: readonly string[], terminal: Terminal): Promise<number> => {
  const found = findCommand(table, argv);
  if (found.kind === 'command') return run(terminal, found.path, await found.load(), found.rest);
  const [group] = found.path;
  if (group === undefined) {
    if (found.rest.some((word) => !['--help', '-h'].includes(word))) throw misused('name a command. Try: portico help');
    await terminal.stdout.write(await overviewHelp(table));
    return exitCodes.ok;
  }
  if (found.rest.includes('--help') || found.rest.includes('-h')) {
    await terminal.stdout.write(await groupHelp(group, table));
    return exitCodes.ok;
  }
  const entry = table[group];
  const verbs = entry !== undefined && 'commands' in entry ? Object.keys(entry.commands) : [];
  throw misused(`portico ${group} needs one of: ${verbs.join(', ')}. Try: portico help ${group}`);
};

const complain = async (terminal: Terminal, failure: Failure, json: boolean): Promise<void> => {
  const { message, exitCode, facts } = failure;
  const line = json
    ? JSON.stringify({
        error: {
          message,
          exitCode,
          code: facts?.code ?? null,
          status: facts?.status ?? null,
          details: facts?.details ?? [],
        },
      })
    : `portico: ${cleanText(message)}`;
  await terminal.stderr.write(`${line}\n`);
};

/** Runs one command line and answers its exit code. Bugs throw. */
export const runCommandLine = async (
  table: CommandTable,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> => {
  const [first] = argv;
  // What other programs call it.
  const words = first === '--version' || first === '-v' ? ['version'] : argv;
  try {
    return await dispatch(table, words, terminal);
  } catch (error) {
    if (error instanceof Failure) {
      if (error.exitCode !== interrupted) await complain(terminal, error, argv.includes('--json'));
      return error.exitCode;
    }
    throw error;
  }
};
