import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A worker as its own process. */
export interface WorkerProcess {
  readonly pid: number;
  /** Address of `/livez`, `/readyz` and `/metrics`. */
  readonly healthUrl: string;
  readonly output: () => string;
  /** Resolves when it has printed that it is ready; fails when it ends before, or after `boundMs`. */
  ready(boundMs?: number): Promise<void>;
  /** What `/readyz` says. */
  readiness(): Promise<{ readonly status: number; readonly body: any }>;
  /** The value of a metric, all its series added up; those whose labels hold `labels` only. */
  metric(name: string, labels?: string): Promise<number>;
  /** Ends it; answers its exit code, null when the signal killed it. Twice does no harm. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  readonly ended: Promise<number | null>;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Starts a worker, on a free health port unless `env` says otherwise, and waits until that port answers: the worker itself may
 * still be waiting for its store. Settings of this process are not inherited.
 */
export const startWorkerProcess = async (env: Readonly<Record<string, string>>): Promise<WorkerProcess> => {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PORTICO_'));
  const child = spawn(
    process.execPath,
    ['--conditions=@portico/source', '--disable-warning=ExperimentalWarning', '--max-semi-space-size=8', main],
    {
      env: { ...Object.fromEntries(own), PORTICO_HEALTH_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const heard = new Set<() => void>();
  const hear = (chunk: Buffer | string): void => {
    output += String(chunk);
    for (const look of heard) look();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));

  /** Waits until the output holds this. */
  const said = (pattern: RegExp, boundMs: number): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const done = (finish: () => void): void => {
        heard.delete(look);
        clearTimeout(timer);
        finish();
      };
      const look = (): void => {
        const found = pattern.exec(output);
        if (found !== null) done(() => resolve(found));
      };
      const fail = (why: string): void => done(() => reject(new Error(`The worker ${why}:\n${output}`)));
      const timer = setTimeout(() => fail(`did not say ${pattern.source} within ${boundMs} ms`), boundMs);
      heard.add(look);
      void ended.then((code) => fail(`ended with ${code}`));
      look();
    });

  const [, healthUrl = ''] = await said(/"health":"(http:[^"]+)"/u, 30_000);
  return {
    pid: child.pid ?? 0,
    healthUrl,
    output: () => output,
    ready: async (boundMs = 30_000) => void (await said(/is ready \(/u, boundMs)),
    readiness: async () => {
      const response = await fetch(`${healthUrl}/readyz`);
      return { status: response.status, body: await response.json() };
    },
    metric: async (name, labels = '') => {
      const text = await (await fetch(`${healthUrl}/metrics`)).text();
      return text
        .split('\n')
        .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(labels))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    },
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
};
