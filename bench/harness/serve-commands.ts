/** What a program of the benchmark can be told to do; each takes one thing and answers one, both of plain data. */
export type Commands = Readonly<Record<string, (input: never) => Promise<unknown>>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly input: readonly unknown[];
}

/** Does what the process that started this one asks, until it is gone; then `close` runs and the process ends. */
export const serveCommands = (commands: Commands, close: () => Promise<unknown> = async () => {}): void => {
  const send = (answer: object): void => void process.send?.(answer);
  process.on('message', ({ id, name, input }: Call) => {
    const run = async (): Promise<void> => {
      const command = commands[name];
      if (command === undefined) throw new Error(`there is no command ${name}`);
      send({ id, value: await command(input[0] as never) });
    };
    run().catch((error: unknown) => send({ id, error: error instanceof Error ? error.stack : String(error) }));
  });
  process.once('disconnect', () => {
    void close().finally(() => process.exit(0));
  });
  // Whoever started it tells it when to end: a terminal's Ctrl-C must not come first.
  process.on('SIGINT', () => {});
};
