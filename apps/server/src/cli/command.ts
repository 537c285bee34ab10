import type { Options, Offer, Values } from './parsing/option.ts';
import type { Session } from './session.ts';

/** What stands after a command without a name. */
export interface Argument {
  readonly name: string;
  readonly help: string;
  readonly presence: 'one' | 'optional' | 'many' | 'any';
  readonly offer?: Offer;
  readonly choices?: readonly string[];
}

export interface Invocation<O extends Options> {
  /** As many as `arguments` allows. */
  readonly args: readonly string[];
  readonly options: Values<O>;
  readonly session: Session;
}

/** One command: everything that help, completion and the reference page say about it, and what it does. */
export interface Command {
  /** One line, a sentence without its full stop. */
  readonly summary: string;
  /** More, a paragraph an entry. */
  readonly description: readonly string[];
  readonly arguments: readonly Argument[];
  readonly options: Options;
  readonly examples: readonly string[];
  /** Whether it calls a server over HTTP, and so takes the options that say which. `raw`: it reads its arguments itself. */
  readonly reach: 'server' | 'here' | 'raw';
  run(invocation: Invocation<Options>): Promise<number>;
}

/** A command whose options keep their types. */
export const defineCommand = <const O extends Options>(definition: {
  readonly summary: string;
  readonly description?: readonly string[];
  readonly arguments?: readonly Argument[];
  readonly options?: O;
  readonly examples?: readonly string[];
  readonly reach?: Command['reach'];
  run(invocation: Invocation<O>): Promise<number>;
}): Command => ({
  description: [],
  arguments: [],
  examples: [],
  reach: 'server',
  ...definition,
  options: definition.options ?? {},
  run: (invocation) => definition.run(invocation as unknown as Invocation<O>),
});

export type Load = () => Promise<Command>;

/** Commands of one kind of object. */
export interface Group {
  readonly summary: string;
  readonly commands: Readonly<Record<string, Load>>;
}

/** Which heading of the help something stands under. */
export type Section = 'operate' | 'server' | 'tool';

export type Entry = { readonly section: Section; readonly hidden?: true } & ({ readonly load: Load } | Group);

/** Every command by its first word. Each is loaded when it is called, so that none waits for the others. */
export type CommandTable = Readonly<Record<string, Entry>>;
