import { err, errAsync, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { RateAsk, RateGrant, RateLimiter, RateReturn } from '../ports/rate-limiter.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { WorkLog } from './worker-options.ts';

export interface GuardedLimiterDependencies {
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly log: WorkLog;
  /** How long anybody waits for an answer. */
  readonly timeoutMs: Millis;
  /** How long a limiter that failed is left alone. */
  readonly restMs: Millis;
  /** Told when it begins and when it ceases to answer. */
  readonly changed?: (answers: boolean) => void;
}

/**
 * A limiter that holds nobody up: what takes longer than its time is a failure, and after one every question fails at once, until a
 * question that nobody waits for has been answered.
 */
export interface GuardedLimiter extends RateLimiter {
  /** Whether questions reach it. */
  answers(): boolean;
}

type Answer = Result<readonly RateGrant[], StoreFailure>;

const late: StoreFailure = { code: 'STORE_UNAVAILABLE', message: 'There was no answer in time.' };

export const createGuardedLimiter = (dependencies: GuardedLimiterDependencies): GuardedLimiter => {
  const { limiter, clock, log, timeoutMs, restMs, changed } = dependencies;
  let failure: StoreFailure | null = null;
  let restUntil: Millis = -Infinity;
  let checking = false;

  const fail = (reason: StoreFailure): void => {
    const isNews = failure === null;
    failure = reason;
    restUntil = clock.monotonic() + restMs;
    if (!isNews) return;
    log('warn', 'The rate limiter does not answer; limits are kept by each process on its own.', {
      code: reason.code,
      reason: reason.message,
    });
    changed?.(false);
  };

  // A limiter with a defect is one that does not answer: it must not stop anybody either.
  const guard = <T>(call: () => ResultAsync<T, StoreFailure>): ResultAsync<T, StoreFailure> => {
    const run = async (): Promise<Result<T, StoreFailure>> => {
      try {
        return await call();
      } catch (bug) {
        return err({ code: 'STORE_DATA', message: String(bug) });
      }
    };
    return new ResultAsync(run());
  };

  const giveBack = (returns: readonly RateReturn[]): ResultAsync<void, StoreFailure> =>
    returns.length === 0 ? okAsync(undefined) : guard(() => limiter.giveBack(returns));

  const returnAll = (asks: readonly RateAsk[], grants: readonly RateGrant[]): void => {
    const unused = asks.map((ask, index) => ({ ...ask, unused: grants[index]?.granted ?? 0 }));
    void giveBack(unused.filter((one) => one.unused > 0));
  };

  const takeInTime = (asks: readonly RateAsk[]): Promise<Answer> =>
    new Promise((resolve) => {
      let isLate = false;
      const cancel = clock.timer(timeoutMs, () => {
        isLate = true;
        resolve(err(late));
      });
      void guard(() => limiter.take(asks)).then((answer) => {
        cancel();
        if (isLate && answer.isOk()) returnAll(asks, answer.value);
        resolve(answer);
      });
    });

  const check = async (asks: readonly RateAsk[]): Promise<void> => {
    checking = true;
    const answer = await takeInTime(asks.map((ask) => ({ ...ask, wanted: 0 })));
    checking = false;
    if (answer.isErr()) return fail(answer.error);
    failure = null;
    log('info', 'The rate limiter answers again.', {});
    changed?.(true);
  };

  return {
    take: (asks) => {
      if (asks.length === 0) return okAsync([]);
      if (failure === null)
        return new ResultAsync(
          takeInTime(asks).then((answer) => answer.orElse((reason) => (fail(reason), err(reason)))),
        );
      if (!checking && clock.monotonic() >= restUntil) void check(asks);
      return errAsync(failure);
    },
    giveBack,
    answers: () => failure === null,
  };
};
