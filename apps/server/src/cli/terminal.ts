/** Where a command writes to. */
export interface Sink {
  /** Resolves when there is room again. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Null: as wide as it needs. */
  readonly columns: number | null;
}

/** Where a command reads from. */
export interface Source {
  readonly isTerminal: boolean;
  bytes(): AsyncIterable<Uint8Array>;
}

/** What surrounds a command: the process, or a test in its place. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the files that a person names are looked for. */
  readonly directory: string;
  /** Where the settings of a server on this machine look for its data directory. */
  readonly serverDirectory: string;
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Ctrl-C; a second one ends the process. */
  readonly signal: AbortSignal;
  readonly fetch: typeof globalThis.fetch;
  now(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Asks a person; `hidden` does not show what is typed. Null when nobody answers. */
  ask(question: string, hidden: boolean): Promise<string | null>;
}
