import type { Database } from '@portico/adapters-persistence';
import type { WorkLog } from '@portico/core/work';
import { within, type Check } from './check.ts';

const lookEveryMs = 2_000;
const patienceMs = 1_500;

/** Whether the store answers. */
export interface StoreWatch {
  /** Asks it now, for 1.5 s at most. */
  check(): Promise<Check>;
  stop(): void;
}

/**
 * Asks the store every two seconds and tells the log when it goes away and when it comes back. The embedded one goes with its process, and
 * is slow at times; it is asked only when somebody wants to know.
 */
export const watchStore = (database: Pick<Database, 'ping' | 'kind'>, log: WorkLog): StoreWatch => {
  let awaySince: number | null = null;
  let asking: Promise<string | null> | null = null;

  /** Why it does not answer; null when it does. One question at a time. */
  const ask = (): Promise<string | null> =>
    (asking ??= Promise.resolve(database.ping())
      .then((pong) => (pong.isOk() ? null : pong.error.message))
      .catch((error: unknown) => String(error))
      .finally(() => (asking = null)));

  const look = async (): Promise<string | null> => {
    const why = await within(patienceMs, ask(), `no answer within ${patienceMs} ms`);
    if (why !== null && awaySince === null) {
      awaySince = performance.now();
      log('error', 'The store does not answer; work goes on when it does.', { reason: why });
    } else if (why === null && awaySince !== null) {
      log('error', 'The store answers again.', { awayMs: Math.round(performance.now() - awaySince) });
      awaySince = null;
    }
    return why;
  };

  const timer = database.kind === 'pglite' ? undefined : setInterval(() => void look(), lookEveryMs);
  timer?.unref();
  return {
    check: async () => {
      const why = await look();
      return why === null ? { name: 'store', ok: true } : { name: 'store', ok: false, detail: 'does not answer' };
    },
    stop: () => clearInterval(timer),
  };
};
