import { processTerminal } from '../cli/process-terminal.ts';
import { runCommandLine } from '../cli/run-command-line.ts';
import { commandTable } from './command-table.ts';

/** Runs one command of the command line; answers its exit code (see `exitCodes`). */
export const runCommand = (args: readonly string[]): Promise<number> =>
  runCommandLine(commandTable, args, processTerminal());
