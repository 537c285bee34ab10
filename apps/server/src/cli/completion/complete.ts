import type { Command, CommandTable } from '../command.ts';
import { Failure } from '../failure.ts';
import { findCommand } from '../parsing/find-command.ts';
import { serverOptions } from '../parsing/global-options.ts';
import type { Offer, Options } from '../parsing/option.ts';
import { optionsOf } from '../parsing/parse-arguments.ts';

/** What a shell may offer for the word at hand; `files`: the shell knows better. */
export type Offered =
  | { readonly kind: 'words'; readonly words: readonly { readonly word: string; readonly about: string }[] }
  | { readonly kind: 'files' };

/** Asks a server, or the profiles, for words; empty when that fails or takes long. */
export type AskOffer = (
  offer: 'platforms' | 'lanes' | 'profiles',
  argv: readonly string[],
) => Promise<readonly string[]>;

const words = (all: readonly (readonly [word: string, about: string])[], begun: string): Offered => ({
  kind: 'words',
  words: all.filter(([word]) => word.startsWith(begun)).map(([word, about]) => ({ word, about })),
});

const flat = (all: readonly string[], begun: string): Offered =>
  words(
    all.map((word) => [word, '']),
    begun,
  );

const firstSentence = (help: string): string => help.split('. ')[0]?.replace(/\.$/u, '') ?? '';

const optionWords = (options: Options, begun: string): Offered =>
  words(
    Object.entries(options).map(([name, { help }]) => [`--${name}`, firstSentence(help)] as const),
    begun,
  );

const commandWords = async (table: CommandTable, path: readonly string[], begun: string): Promise<Offered> => {
  const [group] = path;
  if (group === undefined)
    return words(
      await Promise.all(
        Object.entries(table)
          .filter(([name, { hidden }]) => hidden !== true && name.startsWith(begun))
          .map(
            async ([name, entry]) => [name, 'load' in entry ? (await entry.load()).summary : entry.summary] as const,
          ),
      ),
      begun,
    );
  const entry = table[group];
  if (entry === undefined || !('commands' in entry)) return flat([], begun);
  return words(
    await Promise.all(
      Object.entries(entry.commands)
        .filter(([name]) => name.startsWith(begun))
        .map(async ([name, load]) => [name, (await load()).summary] as const),
    ),
    begun,
  );
};

/** Which argument of the command the word at hand is: how many stand before it that belong to no option. */
const placeOf = (rest: readonly string[], options: Options): number => {
  let place = 0;
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] as string;
    if (!word.startsWith('-') || word === '-') place += 1;
    else if (options[word.slice(2)]?.placeholder !== null && options[word.slice(2)] !== undefined) index += 1;
  }
  return place;
};

/**
 * What fits at the end of a command line. `argv`: the words before the one at hand, without the name of the program; `begun`: what of it is
 * there. Never throws for what a person typed.
 */
export const complete = async (
  table: CommandTable,
  argv: readonly string[],
  begun: string,
  ask: AskOffer,
): Promise<Offered> => {
  const offered = async (offer: Offer, command: readonly string[]): Promise<Offered> => {
    if (offer === 'files') return { kind: 'files' };
    if (offer === 'commands') {
      const found = lookUp(table, command);
      return found?.kind === 'incomplete' ? commandWords(table, found.path, begun) : flat([], begun);
    }
    return flat(offer === null ? [] : await ask(offer, argv), begun);
  };
  const value = async (options: Options, name: string): Promise<Offered | null> => {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined || option.placeholder === null) return null;
    return option.choices === null ? offered(option.offer, []) : flat(option.choices, begun);
  };
  const assigned = /^(--[\w-]+=)(.*)$/u.exec(begun);
  if (assigned !== null) {
    const [, head = '', rest = ''] = assigned;
    const values = await complete(table, [...argv, head.slice(0, -1)], rest, ask);
    if (values.kind === 'files') return values;
    return { kind: 'words', words: values.words.map(({ word, about }) => ({ word: head + word, about })) };
  }
  const last = argv.at(-1) ?? '';
  const found = lookUp(table, argv);
  if (found === null) return flat([], begun);
  if (found.kind === 'incomplete') {
    const forOption = last.startsWith('--') ? await value(serverOptions, last.slice(2)) : null;
    if (forOption !== null) return forOption;
    return begun.startsWith('-') ? optionWords(serverOptions, begun) : commandWords(table, found.path, begun);
  }
  const command: Command = await found.load();
  const options = optionsOf(command);
  const ended = found.rest.includes('--');
  if (!ended) {
    const forOption = last.startsWith('--') ? await value(options, last.slice(2)) : null;
    if (forOption !== null) return forOption;
    if (begun.startsWith('-')) return optionWords(options, begun);
  }
  const place = placeOf(found.rest, options);
  const argument = command.arguments[Math.min(place, command.arguments.length - 1)];
  const unbounded = argument?.presence === 'many' || argument?.presence === 'any';
  if (argument === undefined || (place >= command.arguments.length && !unbounded)) return flat([], begun);
  if (argument.choices !== undefined) return flat(argument.choices, begun);
  return offered(
    argument.offer ?? null,
    found.rest.filter((word) => !word.startsWith('-')),
  );
};

const lookUp = (table: CommandTable, argv: readonly string[]): ReturnType<typeof findCommand> | null => {
  try {
    return findCommand(table, argv);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
};
