import type { CommandTable, Load } from '../command.ts';
import { misused } from '../failure.ts';
import { serverOptions } from './global-options.ts';
import { closest } from './closest.ts';

/** What the first words of a command line lead to. */
export type Found =
  | {
      readonly kind: 'command';
      readonly path: readonly string[];
      readonly load: Load;
      readonly rest: readonly string[];
    }
  /** Only the name of a group, or nothing at all (`path` empty). */
  | { readonly kind: 'incomplete'; readonly path: readonly string[]; readonly rest: readonly string[] };

const takesValue = (word: string): boolean => {
  const name = word.slice(2);
  return Object.hasOwn(serverOptions, name) && serverOptions[name as keyof typeof serverOptions].placeholder !== null;
};

const suggest = (word: string, names: readonly string[], help: string): string => {
  const near = closest(word, names);
  return near === null ? `Try: ${help}` : `Did you mean "${near}"? Otherwise: ${help}`;
};

/** Finds the command that a command line names; options that every command has may stand before it. Throws for words that lead nowhere. */
export const findCommand = (table: CommandTable, argv: readonly string[]): Found => {
  const before: string[] = [];
  const path: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] as string;
    if (word.startsWith('-') && word.length > 1) {
      before.push(word);
      if (takesValue(word) && index + 1 < argv.length) before.push(argv[(index += 1)] as string);
      continue;
    }
    const rest = [...before, ...argv.slice(index + 1)];
    const [group] = path;
    if (group === undefined) {
      const entry = Object.hasOwn(table, word) ? table[word] : undefined;
      if (entry === undefined) {
        const names = Object.keys(table).filter((name) => table[name]?.hidden !== true);
        throw misused(`there is no command "${word}". ${suggest(word, names, 'portico help')}`);
      }
      path.push(word);
      if ('load' in entry) return { kind: 'command', path, load: entry.load, rest };
      continue;
    }
    const entry = table[group];
    const commands = entry !== undefined && 'commands' in entry ? entry.commands : {};
    const load = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (load === undefined)
      throw misused(
        `there is no command "${group} ${word}". ${suggest(word, Object.keys(commands), `portico help ${group}`)}`,
      );
    return { kind: 'command', path: [...path, word], load, rest };
  }
  return { kind: 'incomplete', path, rest: before };
};
