import type { LedgerAttempt, LedgerExchange } from './ledger.ts';

/** An attempt for tests of what looks at attempts. */
export const sampleAttempt = (part: Partial<LedgerAttempt> = {}): LedgerAttempt => ({
  claim: 1,
  platform: 'tongyidaiban',
  key: 'task:S-1:T-1',
  session: 1,
  claimedAt: 10_000,
  durationMs: 100,
  outcome: 'done',
  operation: 'create',
  exchanges: [],
  takenOverAt: null,
  ...part,
});

/** An exchange with that body, answered unless told otherwise. */
export const sampleExchange = (url: string, body: string, part: Partial<LedgerExchange> = {}): LedgerExchange => ({
  purpose: 'push',
  atMs: 1,
  durationMs: 5,
  request: { url, body },
  response: { status: 200, body: '{}' },
  ...part,
});
