import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { interrupted } from './exit-codes.ts';
import type { Sink, Terminal } from './terminal.ts';

const sink = (stream: NodeJS.WriteStream): Sink => {
  // Whoever reads has had enough (`portico todos list | head`): that is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return {
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    get isTerminal() {
      return stream.isTTY;
    },
    get columns() {
      return stream.isTTY ? stream.columns : null;
    },
  };
};

const ask = async (question: string, hidden: boolean, signal: AbortSignal): Promise<string | null> => {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(question);
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  // In this mode the terminal hands Ctrl-C to whoever reads.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await lines.question('', { signal });
  } catch {
    return null;
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
};

/** Long enough to say what was done so far. */
const endWithinMs = 2_000;

const listenOnce = (): AbortSignal => {
  const stop = new AbortController();
  const hear = (): void => {
    stop.abort();
    // Whoever waits for input would wait on.
    process.stdin.destroy();
    setTimeout(() => process.exit(interrupted), endWithinMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, hear);
  return stop.signal;
};

/** The terminal, or the pipes, of this process. */
export const processTerminal = (): Terminal => {
  let stop: AbortSignal | null = null;
  // From the first look on, signals no longer end the process by themselves.
  const signal = (): AbortSignal => (stop ??= listenOnce());
  return {
    env: process.env,
    // scripts/portico.mjs runs in the checkout, wherever it was called.
    directory: process.env['PORTICO_CALLED_FROM'] ?? process.cwd(),
    serverDirectory: process.cwd(),
    stdin: { isTerminal: process.stdin.isTTY, bytes: () => process.stdin },
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    get signal() {
      return signal();
    },
    fetch: globalThis.fetch,
    now: () => Date.now(),
    pause: async (ms, until) => {
      await wait(ms, undefined, { signal: until }).catch(() => undefined);
    },
    ask: (question, hidden) => ask(question, hidden, signal()),
  };
};
