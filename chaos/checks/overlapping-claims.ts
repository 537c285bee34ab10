import type { LedgerAttempt } from './ledger.ts';

/** The clocks of attempts and of the database are read at different moments. */
const slackMs = 5;

/**
 * Attempts of one key that began while an earlier claim of it was still valid: neither settled nor taken over. An attempt ends before its
 * settlement, so this finds too little rather than too much.
 */
export const overlappingClaims = (attempts: readonly LedgerAttempt[]): readonly string[] => {
  const wrong: string[] = [];
  for (const [key, own] of Map.groupBy(attempts, (attempt) => `${attempt.platform} ${attempt.key}`)) {
    const ordered = own.toSorted((a, b) => a.claimedAt - b.claimedAt || a.claim - b.claim);
    let validUntil = -Infinity;
    let holder: LedgerAttempt | null = null;
    for (const attempt of ordered) {
      if (holder !== null && attempt.claimedAt < validUntil - slackMs)
        wrong.push(
          `${key}: claim ${attempt.claim} began ${Math.round(validUntil - attempt.claimedAt)} ms before claim ${holder.claim} ended`,
        );
      const until = attempt.takenOverAt ?? attempt.claimedAt + attempt.durationMs;
      if (until > validUntil) {
        validUntil = until;
        holder = attempt;
      }
    }
  }
  return wrong;
};
