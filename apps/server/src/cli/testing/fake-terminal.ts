import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Terminal } from '../terminal.ts';

export interface FakeTerminal extends Terminal {
  readonly written: () => { readonly stdout: string; readonly stderr: string };
  /** Milliseconds that were waited. */
  readonly pauses: readonly number[];
}

export interface FakeTerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Null: output goes to no terminal. */
  readonly columns?: number | null;
  readonly answer?: string | null;
  readonly serverDirectory?: string;
}

/** A folder that is there while a test runs. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A terminal that keeps what is written, in a folder of its own; nothing is waited for. */
export const fakeTerminal = (options: FakeTerminalOptions = {}): FakeTerminal => {
  const written = { stdout: '', stderr: '' };
  const pauses: number[] = [];
  const columns = options.columns ?? null;
  const home = temporaryFolder();
  let now = Date.parse('2026-01-31T08:00:00Z');
  const sink = (name: 'stdout' | 'stderr'): Terminal['stdout'] => ({
    write: async (text) => void (written[name] += text),
    isTerminal: columns !== null,
    columns,
  });
  return {
    env: { XDG_CONFIG_HOME: home, ...options.env },
    directory: home,
    serverDirectory: options.serverDirectory ?? home,
    stdin: {
      isTerminal: options.input === undefined,
      bytes: async function* () {
        yield Buffer.from(options.input ?? '');
      },
    },
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    signal: new AbortController().signal,
    fetch: options.fetch ?? (() => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }))),
    now: () => (now += 1),
    pause: async (ms) => void pauses.push(ms),
    ask: async () => options.answer ?? null,
    written: () => written,
    pauses,
  };
};
