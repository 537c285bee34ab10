import type { LossOfWorker } from '../faults/inflict.ts';
import type { LedgerAttempt } from './ledger.ts';

/** How long keys waited whose worker was lost. */
export interface Takeovers {
  /** Keys that were taken over. */
  readonly keys: number;
  /** Milliseconds from the loss to the takeover; null without any. */
  readonly medianMs: number | null;
  readonly maxMs: number | null;
}

/** A kill may be noted a moment after it was felt. */
const slackMs = 1_000;

/**
 * Matches takeovers with the losses that caused them: a worker session was lost when the first loss came after its last sign in
 * the log.
 */
export const takeoverTimes = (attempts: readonly LedgerAttempt[], losses: readonly LossOfWorker[]): Takeovers => {
  const times: number[] = [];
  for (const own of Map.groupBy(attempts, ({ session }) => session).values()) {
    const lastSign = own.reduce((latest, { claimedAt }) => Math.max(latest, claimedAt), -Infinity);
    const loss = losses.find(({ at }) => at >= lastSign - slackMs);
    if (loss === undefined) continue;
    for (const { takenOverAt } of own)
      if (takenOverAt !== null && takenOverAt > loss.at) times.push(takenOverAt - loss.at);
  }
  const ordered = times.toSorted((a, b) => a - b);
  return {
    keys: ordered.length,
    medianMs: ordered[Math.floor(ordered.length / 2)] ?? null,
    maxMs: ordered.at(-1) ?? null,
  };
};
