import { err, type Result } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { WorkStores } from './ports.ts';
import { settleBatch, type BatchEnd, type Ending } from './settle-batch.ts';
import { traceSettlement } from './trace-settlement.ts';
import { causeOf } from './cause.ts';
import type { WorkLog, WorkerOptions } from './worker-options.ts';

export interface SettlerDependencies<Stores extends WorkStores> {
  readonly transactor: Transactor<Stores>;
  readonly clock: Clock;
  readonly log: WorkLog;
  readonly options: WorkerOptions;
  readonly tracer?: Tracer | undefined;
  /** Called with what was written, after its commit. */
  readonly written: (endings: readonly Ending<Stores>[], end: BatchEnd) => void;
  /** Called when the store could not be reached. */
  readonly trouble: (failure: StoreFailure) => void;
}

/** Writes endings in batches and never loses one while the process lives. */
export interface Settler<Stores> {
  add(endings: readonly Ending<Stores>[]): void;
  /** How many endings are not yet written. */
  pending(): number;
  /** Ends trying; endings that are not yet written are given up. */
  abandon(): void;
}

const firstPauseMs: Millis = 50;
const longestPauseMs: Millis = 2_000;

export const createSettler = <Stores extends WorkStores>(
  dependencies: SettlerDependencies<Stores>,
): Settler<Stores> => {
  const { transactor, clock, log, options, tracer, written, trouble } = dependencies;
  let queue: Ending<Stores>[] = [];
  let writing = 0;
  let busy = false;
  let abandoned = false;
  let cancelTimer: (() => void) | null = null;
  let pauseMs = 0;

  const schedule = (afterMs: Millis): void => {
    if (busy || abandoned || queue.length === 0) return;
    if (queue.length >= options.settleBatch && pauseMs === 0) {
      cancelTimer?.();
      cancelTimer = null;
      void flush();
    } else
      cancelTimer ??= clock.timer(afterMs, () => {
        cancelTimer = null;
        void flush();
      });
  };

  const flush = async (): Promise<void> => {
    busy = true;
    const batch = queue.slice(0, options.settleBatch);
    queue = queue.slice(batch.length);
    writing = batch.length;
    // A bug must neither lose outcomes nor end the writing for good.
    const left = await write(batch).catch((error: unknown) => {
      log('error', 'Outcomes could not be written.', { error: String(error) });
      return batch;
    });
    writing = 0;
    queue = [...left, ...queue];
    pauseMs = left.length === 0 ? 0 : Math.min(longestPauseMs, Math.max(firstPauseMs, pauseMs * 2));
    busy = false;
    schedule(pauseMs === 0 ? options.settleWithinMs : pauseMs);
  };

  /** Writes a batch, in halves when the store refuses it; answers what has to be tried again. */
  const write = async (batch: readonly Ending<Stores>[]): Promise<readonly Ending<Stores>[]> => {
    const result = await attempt(batch);
    if (result.isOk()) {
      written(batch, result.value);
      return [];
    }
    if (result.error.code !== 'STORE_DATA') {
      trouble(result.error);
      return batch;
    }
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      const first = await write(batch.slice(0, middle));
      return [...first, ...(await write(batch.slice(middle)))];
    }
    return writeRefused(batch, result.error);
  };

  /** The one ending that sinks its batch: its key parks, with as much of its attempt as the store takes. */
  const writeRefused = async (
    batch: readonly Ending<Stores>[],
    failure: StoreFailure,
  ): Promise<readonly Ending<Stores>[]> => {
    log('error', 'The store refuses the outcome of an attempt.', { key: batch[0]?.claim.key, reason: failure.message });
    for (const plain of [batch.map((ending) => withoutDetail(ending, failure)), batch.map(withoutAttempt)]) {
      const result = await attempt(plain);
      if (result.isOk()) {
        written(plain, result.value);
        return [];
      }
      if (result.error.code !== 'STORE_DATA') return batch;
    }
    log('error', 'An outcome could not be written at all; its key stays claimed until this session ends.', {
      key: batch[0]?.claim.key,
    });
    written(batch, { settled: [], late: 0 });
    return [];
  };

  const attempt = (batch: readonly Ending<Stores>[]): Promise<Result<BatchEnd, StoreFailure>> => {
    const writing = settle(batch);
    if (tracer !== undefined) traceSettlement(tracer, batch, writing);
    return writing;
  };

  const settle = async (batch: readonly Ending<Stores>[]): Promise<Result<BatchEnd, StoreFailure>> => {
    try {
      return await settleBatch(transactor, batch);
    } catch (error) {
      // A bug in a handler must not sink its neighbours: found by halving, like data that the store refuses.
      return err({ code: 'STORE_DATA', message: String(error) });
    }
  };

  return {
    add: (endings) => {
      queue.push(...endings);
      schedule(pauseMs === 0 ? options.settleWithinMs : pauseMs);
    },
    pending: () => queue.length + writing,
    abandon: () => {
      abandoned = true;
      cancelTimer?.();
    },
  };
};

const parked = <Stores>(ending: Ending<Stores>): Ending<Stores> => ({
  ...ending,
  settlement: {
    ...ending.settlement,
    verdict: 'park',
    parked: 'refused',
    counted: false,
    delayMs: null,
    cause: causeOf('The store refuses the outcome'),
  },
  ack: null,
});

const withoutDetail = <Stores>(ending: Ending<Stores>, failure: StoreFailure): Ending<Stores> => ({
  ...parked(ending),
  attempt: ending.attempt && {
    ...ending.attempt,
    outcome: 'refused',
    reason: `The store refuses the outcome: ${failure.message}`.slice(0, 500).replaceAll('\u0000', ''),
    exchanges: [],
  },
});

const withoutAttempt = <Stores>(ending: Ending<Stores>): Ending<Stores> => ({ ...parked(ending), attempt: null });
