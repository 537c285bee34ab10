import { errAsync, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Transactor } from '../../ports/transactor.ts';

/** Where a process dies: before the next commit takes effect, or after it and before anybody hears of it. */
export type CrashPoint = 'before-commit' | 'after-commit' | 'now';

/** A process that can die, and stop and go on as if nothing had been. */
export interface SimulatedProcess<Stores> {
  readonly clock: Clock;
  readonly transactor: Transactor<Stores>;
  crash(at: CrashPoint): void;
  freeze(): void;
  resume(): void;
  /** A crash that was to come does not. */
  spare(): void;
  isDead(): boolean;
}

const never = new Promise<never>(() => {});

/** Gives a process a clock and a transactor that die and freeze with it. What it awaits when it dies never resolves. */
export const createSimulatedProcess = <Stores>(
  clock: Clock,
  transactor: Transactor<Stores>,
): SimulatedProcess<Stores> => {
  let dead = false;
  let frozen = false;
  let crashAt: CrashPoint | null = null;
  let thawed: (() => void)[] = [];
  const whenRunning = async (): Promise<void> => {
    while (frozen) await new Promise<void>((resolve) => void thawed.push(resolve));
    if (dead) await never;
  };
  const attempt = async <T, E>(work: (stores: Stores) => ResultAsync<T, E>): Promise<Result<T, E | StoreFailure>> => {
    await whenRunning();
    const dying = crashAt;
    crashAt = null;
    if (dying === null) return transactor.run(work);
    await transactor.run((stores) =>
      work(stores).andThen((value) => (dying === 'before-commit' ? errAsync('dead') : okAsync(value))),
    );
    dead = true;
    return never;
  };
  return {
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      timer: (after, run) => clock.timer(after, () => void whenRunning().then(run)),
    },
    transactor: { run: (work) => new ResultAsync(attempt(work)) },
    crash: (at) => {
      if (at === 'now') dead = true;
      else crashAt = at;
    },
    freeze: () => void (frozen = true),
    resume: () => {
      frozen = false;
      const waiting = thawed;
      thawed = [];
      for (const resolve of waiting) resolve();
    },
    spare: () => void (crashAt = null),
    isDead: () => dead,
  };
};
