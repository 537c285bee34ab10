import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFlags } from './source-flags.ts';

/** A process of Portico as it is installed: the real server, or the real worker. */
export interface App {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ServerApp extends App {
  readonly url: string;
  readonly apiKey: string;
}

export interface AppOptions {
  readonly databaseUrl: string;
  /** Settings beyond the database and the directory. */
  readonly environment?: Readonly<Record<string, string>>;
}

const startWithinMs = 30_000;
const stopWithinMs = 15_000;
const keptErrorText = 4_000;
/** All processes of the benchmark open the same secrets. */
const secretKey = randomBytes(32).toString('base64');

const run = async <T>(
  program: string,
  { databaseUrl, environment }: AppOptions,
  /** Null while it is not ready. */
  look: (dataDir: string, printed: string) => T | null,
): Promise<{ readonly ready: T; readonly app: App }> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'portico-bench-'));
  const child = spawn(
    process.execPath,
    [...sourceFlags, fileURLToPath(new URL(`../../apps/${program}/src/main.ts`, import.meta.url)), 'start'],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env.PATH,
        PORTICO_SUPERVISED: '1',
        PORTICO_DATA_DIR: dataDir,
        PORTICO_DATABASE_URL: databaseUrl,
        PORTICO_SECRET_KEY: secretKey,
        PORTICO_LOG: 'error',
        ...environment,
      },
    },
  );
  let printed = '';
  let errorText = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => (errorText = `${errorText}${text}`.slice(-keptErrorText)));
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (!gone()) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await exit;
      clearTimeout(late);
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  const deadline = performance.now() + startWithinMs;
  for (;;) {
    const ready = look(dataDir, printed);
    if (ready !== null) return { ready, app: { pid: child.pid ?? 0, stop } };
    if (gone() || performance.now() > deadline) {
      await stop();
      throw new Error(`apps/${program} did not start: ${errorText}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const readJson = (path: string): Readonly<Record<string, string>> | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return null;
  }
};

/** Starts `apps/server` on a free port. */
export const startServerApp = async (options: AppOptions): Promise<ServerApp> => {
  const { ready, app } = await run(
    'server',
    { ...options, environment: { PORTICO_PORT: '0', ...options.environment } },
    (dataDir) => {
      const url = readJson(join(dataDir, 'server.json'))?.url;
      const apiKey = readJson(join(dataDir, 'credentials.json'))?.apiKey;
      return url === undefined || apiKey === undefined ? null : { url, apiKey };
    },
  );
  return { ...app, ...ready };
};

/** Starts `apps/worker`. */
export const startWorkerApp = async (options: AppOptions): Promise<App> => {
  const environment = { PORTICO_HEALTH_PORT: '0', ...options.environment };
  const { app } = await run('worker', { ...options, environment }, (_dataDir, printed) =>
    printed.includes(' is ready ') ? true : null,
  );
  return app;
};
