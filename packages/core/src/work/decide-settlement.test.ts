import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim } from './claim.ts';
import { decideSettlement, retryDelayMs } from './decide-settlement.ts';
import { defaultLaneConfig } from './lane.ts';
import type { Outcome } from './outcome.ts';

const claim: Claim = {
  id: 1,
  lane: 1,
  key: 'a',
  class: 'live',
  generation: 1,
  attempts: 0,
  uncertain: false,
  crashes: 0,
  claimedAt: 0,
  failingForMs: 0,
  uncertainForMs: null,
  trace: null,
};
const policy = { scheduleMs: [100, 200, 400], maxAttempts: 3, maxAgeMs: 60_000 };
const config = { ...defaultLaneConfig, retry: policy };
const still = { next: (): number => 0 };
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('done'), more: fc.boolean() }),
  fc.record({
    kind: fc.constant('deferred'),
    scope: fc.constantFrom('lane', 'key'),
    forMs: fc.nat(100_000),
    reason: fc.string(),
  }),
  fc.record({ kind: fc.constant('failed'), reason: fc.string(), retryAfterMs: fc.option(fc.nat(10_000_000)) }),
  fc.record({ kind: fc.constantFrom('refused', 'unknown', 'undecidable', 'credentials'), reason: fc.string() }),
);
const anyClaim = fc
  .record({ attempts: fc.nat(5), uncertain: fc.boolean(), failingForMs: fc.nat(100_000) })
  .map((part) => ({ ...claim, ...part }));

describe('A decision', () => {
  test('MUST keep uncertainty unless the target agrees, and count failures only', () => {
    fc.assert(
      fc.property(anyClaim, outcome, (given, came) => {
        const { settlement } = decideSettlement(given, came, config, still);
        expect(settlement.counted).toBe(came.kind === 'failed' || came.kind === 'unknown');
        if (came.kind === 'done') expect(settlement.uncertain).toBe(false);
        else if (came.kind === 'unknown' || came.kind === 'undecidable') expect(settlement.uncertain).toBe(true);
        else expect(settlement.uncertain).toBe(given.uncertain);
        expect(settlement.verdict === 'park').toBe(settlement.parked !== null);
      }),
    );
  });

  test('MUST park at the last attempt or age, and never before', () => {
    const failed: Outcome = { kind: 'failed', reason: 'HTTP 500', retryAfterMs: null };
    const parkedAt = (part: Partial<Claim>): unknown =>
      decideSettlement({ ...claim, ...part }, failed, config, still).settlement.parked;
    expect([parkedAt({}), parkedAt({ attempts: 1 }), parkedAt({ attempts: 2 })]).toEqual([null, null, 'exhausted']);
    expect([parkedAt({ failingForMs: 59_999 }), parkedAt({ failingForMs: 60_000 })]).toEqual([null, 'exhausted']);
  });

  test('MUST close the lane for throttling and rejected credentials alone', () => {
    fc.assert(
      fc.property(anyClaim, outcome, (given, came) => {
        const { closing, settlement } = decideSettlement(given, came, config, still);
        const closes = came.kind === 'credentials' || (came.kind === 'deferred' && came.scope === 'lane');
        expect(closing !== null).toBe(closes);
        if (closes) expect(settlement.delayMs).toBeNull();
      }),
    );
  });
});

describe('A pause', () => {
  test('MUST never undercut the schedule or Retry-After, exceed the age, or grow by more than a tenth', () => {
    fc.assert(
      fc.property(
        fc.nat(10),
        fc.option(fc.nat(10_000_000)),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, retryAfterMs, dice) => {
          const pause = retryDelayMs(policy, attempts, retryAfterMs, { next: () => dice });
          const asked = Math.min(
            Math.max(policy.scheduleMs[Math.min(attempts, 2)] ?? 0, retryAfterMs ?? 0),
            policy.maxAgeMs,
          );
          expect(pause).toBeGreaterThanOrEqual(asked);
          expect(pause).toBeLessThanOrEqual(Math.ceil(asked * 1.1));
        },
      ),
    );
  });
});
