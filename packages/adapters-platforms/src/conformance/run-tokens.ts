import type { StoredToken, TokenCache } from '@portico/core/task-center';
import { okAsync } from 'neverthrow';

export interface RunTokens extends TokenCache {
  /** Every token that was ever given: none of them is to be shown. */
  readonly seen: ReadonlySet<string>;
}

/** Tokens of one run, in memory. */
export const createRunTokens = (held: StoredToken | null): RunTokens => {
  let stored = held;
  const seen = new Set<string>();
  return {
    seen,
    read: () => okAsync(stored),
    swap: (_tenant, _platform, used, token, expiresInMs) => {
      seen.add(token);
      // A run is shorter than any token lives; one that dies early is told so.
      if (stored === null || stored.version === used)
        stored = { version: used + 1, token, expiresAt: expiresInMs === null ? null : Number.MAX_SAFE_INTEGER };
      return okAsync(stored);
    },
  };
};

/** Where every request would otherwise have to be preceded by that for a token. */
export const createSampleTokens = (): RunTokens =>
  createRunTokens({ version: 1, token: 'portico-sample-token', expiresAt: null });

/** Tokens that begin with one that no platform ever gave. */
export const createDeadTokens = (): RunTokens =>
  createRunTokens({ version: 1, token: 'portico-check-dead-token', expiresAt: null });
