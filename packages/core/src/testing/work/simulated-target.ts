import type { Clock } from '../../ports/clock.ts';
import type { Millis } from '../../ports/instant.ts';
import type { AttemptContext } from '../../work/handler.ts';
import type { Outcome } from '../../work/outcome.ts';

/** How a target misbehaves; each share is out of 1. */
export interface TargetFaults {
  readonly failShare: number;
  /** The request takes effect and its answer is lost. */
  readonly loseShare: number;
  /** The request hangs until the time-out, with or without effect. */
  readonly hangShare: number;
  readonly throttleShare: number;
  readonly latencyMs: Millis;
}

export const faultless: TargetFaults = { failShare: 0, loseShare: 0, hangShare: 0, throttleShare: 0, latencyMs: 20 };

/** An outside system that keeps the newest version of each key, and refuses what it will never accept. */
export interface SimulatedTarget {
  faults: TargetFaults;
  /** What it shows. */
  readonly shown: ReadonlyMap<string, number>;
  put(key: string, version: number, clock: Clock, context: AttemptContext): Promise<Outcome>;
}

/** `refuses` says what the target will never accept; `random` decides about faults. */
export const createSimulatedTarget = (
  random: () => number,
  refuses: (key: string, version: number) => boolean,
): SimulatedTarget => {
  const shown = new Map<string, number>();
  const target: SimulatedTarget = {
    faults: faultless,
    shown,
    put: async (key, version, clock, context) => {
      const pause = (ms: Millis): Promise<void> => new Promise((resolve) => void clock.timer(ms, resolve));
      await pause(random() * target.faults.latencyMs);
      if (context.remainingMs() <= 0) return { kind: 'failed', reason: 'no time left to send', retryAfterMs: null };
      const { failShare, loseShare, hangShare, throttleShare, latencyMs } = target.faults;
      const dice = random();
      const takeEffect = (): void => void shown.set(key, Math.max(version, shown.get(key) ?? 0));
      if (dice < throttleShare) return { kind: 'deferred', scope: 'lane', forMs: 500, reason: 'HTTP 429' };
      if (dice < throttleShare + failShare)
        return { kind: 'failed', reason: 'HTTP 503', retryAfterMs: random() < 0.2 ? 3_000 : null };
      if (refuses(key, version)) return { kind: 'refused', reason: 'HTTP 422' };
      if (dice < throttleShare + failShare + loseShare) {
        takeEffect();
        await pause(random() * latencyMs);
        return { kind: 'unknown', reason: 'connection reset' };
      }
      if (dice < throttleShare + failShare + loseShare + hangShare) {
        if (random() < 0.5) takeEffect();
        await new Promise<never>(() => {});
      }
      takeEffect();
      await pause(random() * latencyMs);
      return { kind: 'done', more: false };
    },
  };
  return target;
};
