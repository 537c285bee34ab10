import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';
import type { Argument, Command } from '../command.ts';
import { misused } from '../failure.ts';
import { closest } from './closest.ts';
import { localOptions, serverOptions, type GlobalValues } from './global-options.ts';
import type { Options, Values } from './option.ts';

export interface ParsedArguments {
  readonly args: readonly string[];
  readonly options: Values<Options>;
  readonly globals: GlobalValues;
}

/** Every option that a command understands. */
export const optionsOf = ({ reach, options }: Pick<Command, 'reach' | 'options'>): Options => ({
  ...options,
  ...(reach === 'server' ? serverOptions : localOptions),
});

const label = ({ name, presence }: Argument): string => {
  const shown = presence === 'many' || presence === 'any' ? `<${name}>…` : `<${name}>`;
  return presence === 'optional' || presence === 'any' ? `[${shown}]` : shown;
};

/** `portico todos show [options] <id>` */
export const usageOf = (path: readonly string[], command: Pick<Command, 'arguments'>): string =>
  ['portico', ...path, '[options]', ...command.arguments.map(label)].join(' ');

const countArguments = (args: readonly string[], expected: readonly Argument[], usage: string): void => {
  const least = expected.filter(({ presence }) => presence === 'one' || presence === 'many').length;
  const unbounded = expected.some(({ presence }) => presence === 'many' || presence === 'any');
  if (args.length < least) throw misused(`<${expected[args.length]?.name ?? ''}> is missing. Usage: ${usage}`);
  if (!unbounded && args.length > expected.length)
    throw misused(`"${args[expected.length]}" is one word too many. Usage: ${usage}`);
  for (const [index, argument] of expected.entries()) {
    const given = args[index];
    if (given !== undefined && argument.choices !== undefined && !argument.choices.includes(given))
      throw misused(`<${argument.name}> is one of ${argument.choices.join(', ')}, not "${given}"`);
  }
};

/** Reads what stands behind a command; throws a `Failure` that names what is wrong. Options and arguments may be mixed; after `--` all are arguments. */
export const parseArguments = (
  path: readonly string[],
  command: Command,
  argv: readonly string[],
  now: number,
): ParsedArguments => {
  const known = optionsOf(command);
  const descriptors = Object.entries(known).map(
    ([name, { placeholder, short }]): [string, ParseArgsOptionDescriptor] => [
      name,
      {
        type: placeholder === null ? 'boolean' : 'string',
        multiple: true,
        ...(short === null ? {} : { short }),
      },
    ],
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(descriptors),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const help = `portico help ${path.join(' ')}`;
  const given = new Map<string, string[]>();
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') args.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) {
      const near = closest(token.name, Object.keys(known));
      throw misused(
        `there is no option ${token.rawName}. ${near === null ? 'Try' : `Did you mean --${near}? Otherwise`}: ${help}`,
      );
    }
    if (option.placeholder === null && token.value !== undefined) throw misused(`${token.rawName} takes no value`);
    if (option.placeholder !== null) {
      const missing = token.value === undefined || (token.inlineValue === false && /^-./u.test(token.value));
      if (missing)
        throw misused(`${token.rawName} needs a value (one that begins with - is written ${token.rawName}=-…)`);
    }
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  const read = (options: Options): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(options).map(([name, option]) => [name, option.read(given.get(name) ?? [], `--${name}`, now)]),
    );
  const globals = read(serverOptions) as unknown as GlobalValues;
  // Whoever asks for help need not say the rest.
  if (globals.help) return { args, options: {}, globals };
  countArguments(args, command.arguments, usageOf(path, command));
  return { args, options: read(command.options), globals };
};
