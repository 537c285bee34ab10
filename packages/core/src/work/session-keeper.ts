import { ok, okAsync, ResultAsync, safeTry, type Err, type Result } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Transactor } from '../ports/transactor.ts';
import type { SessionId } from './claim.ts';
import type { LivingSession, Reaped, WorkStores } from './ports.ts';
import { standingIn, type Standing } from './standing.ts';
import { takeOver as takeOverClaims } from './take-over.ts';
import type { WorkHandlers, WorkLog, WorkerOptions } from './worker-options.ts';

export interface SessionKeeperDependencies<Stores extends WorkStores> {
  readonly transactor: Transactor<Stores>;
  /** They hear of keys that a takeover parks. */
  readonly handlers: WorkHandlers<Stores>;
  readonly clock: Clock;
  readonly log: WorkLog;
  readonly options: WorkerOptions;
  /** The session's claims are, or may be, no longer ours: whatever is under way must stop. */
  readonly lost: () => void;
  readonly reaped: (keys: readonly Reaped[]) => void;
}

/** Keeps a worker session alive, and takes the claims of dead ones over. */
export interface SessionKeeper {
  open(): ResultAsync<void, StoreFailure>;
  session(): SessionId | null;
  /** How this worker stands in a lane that it serves. */
  standing(lane: string): Standing;
  /** The store could not be reached just now: others' silence means nothing for a while. */
  trouble(): void;
  close(): Promise<void>;
}

const reapLimit = 200;

/** How a session stands, lane by lane, each worked out once. */
const standingsAmong = (living: readonly LivingSession[], session: SessionId): ((lane: string) => Standing) => {
  const known = new Map<string, Standing>();
  return (lane) => {
    const found = known.get(lane) ?? standingIn(living, session, lane);
    known.set(lane, found);
    return found;
  };
};

export const createSessionKeeper = <Stores extends WorkStores>(
  dependencies: SessionKeeperDependencies<Stores>,
): SessionKeeper => {
  const { transactor, clock, log, options } = dependencies;
  let session: SessionId | null = null;
  let standings = standingsAmong([], 0);
  let beatenAt: Millis = 0;
  let troubleAt: Millis = -Infinity;
  let given = false;
  let stopped = false;
  const cancels = new Map<string, () => void>();

  const every = (name: string, periodMs: Millis, run: () => Promise<void>): void => {
    const round = async (): Promise<void> => {
      try {
        await run();
      } catch (error) {
        log('error', `The worker could not ${name}.`, { error: String(error) });
      }
      next();
    };
    const next = (): void => {
      if (!stopped)
        cancels.set(
          name,
          clock.timer(periodMs, () => void round()),
        );
    };
    next();
  };

  const openSession = (): ResultAsync<void, StoreFailure> =>
    transactor
      .run((stores) =>
        safeTry(async function* (): AsyncGenerator<
          Err<never, StoreFailure>,
          Result<{ id: SessionId; living: readonly LivingSession[] }, StoreFailure>
        > {
          const id = yield* stores.sessions.open(options.lanes);
          return ok({ id, living: yield* stores.sessions.living() });
        }),
      )
      .map(({ id, living }) => {
        session = id;
        standings = standingsAmong(living, id);
        beatenAt = clock.monotonic();
        given = false;
      });

  const beat = async (): Promise<void> => {
    if (session === null) {
      (await openSession()).mapErr(noteTrouble);
      return;
    }
    const id = session;
    const result = await transactor.run((stores) =>
      stores.sessions.beat(id).andThen((alive) => stores.sessions.living().map((living) => ({ alive, living }))),
    );
    if (result.isErr()) {
      noteTrouble(result.error);
      if (!given && clock.monotonic() - beatenAt >= options.revokeAfterMs) {
        given = true;
        log('warn', 'The worker has not reached the store for long; it stops what is under way.', { session: id });
        dependencies.lost();
      }
      return;
    }
    if (result.value.alive) {
      standings = standingsAmong(result.value.living, id);
      beatenAt = clock.monotonic();
      given = false;
      return;
    }
    log('warn', 'The worker session was revoked; a new one begins.', { session: id });
    session = null;
    dependencies.lost();
    (await openSession()).mapErr(noteTrouble);
  };

  const reap = async (): Promise<void> => {
    const afterMs = options.revokeAfterMs;
    if (session === null) return;
    if (clock.monotonic() - troubleAt >= afterMs) await revoke(afterMs, session);
    await takeOver();
  };

  const revoke = async (afterMs: Millis, except: SessionId): Promise<void> => {
    const result = await transactor.run((stores) => stores.sessions.revokeStale(afterMs, except));
    if (result.isErr()) noteTrouble(result.error);
    else if (result.value.length > 0) log('info', 'Silent worker sessions were revoked.', { sessions: result.value });
  };

  /** At the start of the only worker there is: everybody else is dead. */
  const takeOverAll = async (): Promise<void> => {
    if (session !== null) await revoke(0, session);
    await takeOver();
  };

  const takeOver = async (): Promise<void> => {
    for (;;) {
      const result = await takeOverSome();
      if (result.isErr()) return noteTrouble(result.error);
      if (result.value.length > 0) dependencies.reaped(result.value);
      if (result.value.length < reapLimit || stopped) return;
    }
  };

  const takeOverSome = async (): Promise<Result<readonly Reaped[], StoreFailure>> => {
    let untold: string;
    try {
      const result = await transactor.run((stores) =>
        takeOverClaims(stores, dependencies.handlers, options.poisonAt, reapLimit),
      );
      if (result.isOk() || result.error.code !== 'STORE_DATA') return result;
      untold = result.error.message;
    } catch (error) {
      untold = String(error);
    }
    // One key that its context cannot be told of must not keep all others from being taken over.
    log('error', 'A context could not be told of keys that a takeover parks.', { error: untold });
    return transactor.run((stores) => stores.sessions.takeOver(options.poisonAt, reapLimit));
  };

  const noteTrouble = (failure: StoreFailure): void => {
    troubleAt = clock.monotonic();
    log('warn', 'The store did not answer as hoped.', { code: failure.code, reason: failure.message });
  };

  return {
    open: () =>
      openSession().andThen(() => {
        every('show a sign of life', options.beatEveryMs, beat);
        every('take over lost claims', options.reapEveryMs, reap);
        return options.exclusive ? ResultAsync.fromSafePromise(takeOverAll()) : okAsync(undefined);
      }),
    session: () => session,
    standing: (lane) => standings(lane),
    trouble: () => void (troubleAt = clock.monotonic()),
    close: async () => {
      stopped = true;
      for (const cancel of cancels.values()) cancel();
      const id = session;
      session = null;
      if (id !== null) (await transactor.run((stores) => stores.sessions.close(id))).mapErr(noteTrouble);
    },
  };
};
