import type { Clock } from '../ports/clock.ts';
import type { RateAsk, RateBucket, RateLimiter } from '../ports/rate-limiter.ts';
import { createGuardedLimiter } from './guarded-limiter.ts';
import type { LaneDesk } from './lane-desk.ts';
import type { Lane } from './lane.ts';
import type { WorkLog, WorkerOptions } from './worker-options.ts';

/** Calls that a lane could start now. */
export interface Admission {
  readonly desk: LaneDesk;
  readonly calls: number;
}

export interface RateGateDependencies {
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly log: WorkLog;
  readonly options: Pick<WorkerOptions, 'limiterTimeoutMs' | 'limiterRestMs'>;
  readonly desks: () => readonly LaneDesk[];
}

/** Lets calls through as the limiter of all workers allows; while it does not answer, desks keep to this worker's share of each rate. */
export interface RateGate {
  /** Gets tokens for calls, those of lanes without a rate aside; null when there is nothing to wait for. */
  admit(admissions: readonly Admission[]): Promise<void> | null;
  /** Gives back what was granted and has not been used. */
  giveBack(): void;
}

interface Question {
  readonly desk: LaneDesk;
  readonly ask: RateAsk;
}

/** The bucket of a lane. Whoever deletes a lane and makes it anew still speaks to the same target. */
const bucketOf = ({ tenant, name, config }: Lane): RateBucket | null =>
  config.rate === null ? null : { key: `lane ${tenant} ${name}`, ...config.rate };

/** The least time between two questions for a lane that got nothing. */
const askApartMs = 1;

export const createRateGate = ({ limiter, clock, log, options, desks }: RateGateDependencies): RateGate => {
  const rated = (): readonly LaneDesk[] => desks().filter(({ lane }) => lane.config.rate !== null);
  let everAnswered = false;
  const guarded = createGuardedLimiter({
    limiter,
    clock,
    log,
    timeoutMs: options.limiterTimeoutMs,
    restMs: options.limiterRestMs,
    changed: (answers) => {
      for (const desk of rated()) {
        if (answers) desk.allowance = { tokens: 0, askAt: -Infinity };
        else {
          desk.allowance = null;
          // What it had from the common bucket is spent already, so its share starts empty.
          desk.bucket = everAnswered ? { tokens: 0, at: clock.monotonic() } : null;
        }
      }
    },
  });

  const questionOf = ({ desk, calls }: Admission): readonly Question[] => {
    const bucket = bucketOf(desk.lane);
    const wanted = Math.ceil(calls - (desk.allowance?.tokens ?? 0));
    return bucket === null || wanted <= 0 ? [] : [{ desk, ask: { ...bucket, wanted } }];
  };

  const put = async (questions: readonly Question[]): Promise<void> => {
    const answer = await guarded.take(questions.map(({ ask }) => ask));
    if (answer.isErr()) return;
    everAnswered = true;
    const now = clock.monotonic();
    for (const [index, { desk }] of questions.entries()) {
      const { granted, retryInMs } = answer.value[index] ?? { granted: 0, retryInMs: 0 };
      desk.allowance = {
        tokens: (desk.allowance?.tokens ?? 0) + granted,
        askAt: now + Math.max(retryInMs, granted === 0 ? askApartMs : 0),
      };
    }
  };

  /** Nobody waits for the answer; that there is one is what matters. */
  const askAnything = (): void => {
    const [bucket] = rated().flatMap(({ lane }) => bucketOf(lane) ?? []);
    if (bucket !== undefined) void guarded.take([{ ...bucket, wanted: 0 }]);
  };

  return {
    admit: (admissions) => {
      if (!guarded.answers()) {
        askAnything();
        return null;
      }
      for (const desk of rated()) desk.allowance ??= { tokens: 0, askAt: -Infinity };
      const questions = admissions.flatMap(questionOf);
      return questions.length === 0 ? null : put(questions);
    },
    giveBack: () => {
      const returns = desks().flatMap((desk) => {
        const bucket = bucketOf(desk.lane);
        const unused = desk.allowance?.tokens ?? 0;
        if (bucket === null || desk.allowance === null || unused <= 0) return [];
        desk.allowance = { tokens: 0, askAt: -Infinity };
        return [{ ...bucket, unused }];
      });
      if (returns.length > 0) void guarded.giveBack(returns);
    },
  };
};
