import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyWindow, noteOutcome, openForMs, shouldOpen } from './breaker.ts';
import { workClasses } from './claim.ts';
import { defaultLaneConfig } from './lane.ts';
import { classOfTurn, divideLeftovers, divideSlots, shareOfConcurrency } from './slots.ts';
import { fullBucket, refilled, shareOfRate, spent, untilTokenMs } from './token-bucket.ts';

const policy = { failureShare: 0.5, minimum: 10, windowMs: 1_000, openMs: 100, maxOpenMs: 1_500 };
const sum = (shares: Readonly<Record<string, number>>): number =>
  Object.values(shares).reduce((all, part) => all + part, 0);

describe('The breaker', () => {
  test('MUST open exactly when enough of the latest outcomes are failures', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ after: fc.nat(60), failed: fc.boolean() }), { maxLength: 80 }), (outcomes) => {
        let at = 0;
        let window = emptyWindow;
        const noted: { readonly at: number; readonly failed: boolean }[] = [];
        for (const { after, failed } of outcomes) {
          at += after;
          window = noteOutcome(window, policy, at, failed);
          noted.push({ at, failed });
          const recent = noted.filter((one) => Math.floor(one.at / 100) > Math.floor(at / 100) - 10);
          const failures = recent.filter((one) => one.failed).length;
          expect(shouldOpen(window, policy, at)).toBe(
            recent.length >= policy.minimum && failures / recent.length >= policy.failureShare,
          );
        }
      }),
    );
  });

  test('MUST stay shut at a share above 1, and double its pauses up to a bound', () => {
    let window = emptyWindow;
    for (let at = 0; at < 100; at += 1) window = noteOutcome(window, policy, at, true);
    expect(shouldOpen(window, { ...policy, failureShare: 2 }, 100)).toBe(false);
    expect([0, 1, 2, 3, 4, 5_000].map((trips) => openForMs(policy, trips))).toEqual([100, 200, 400, 800, 1_500, 1_500]);
  });
});

describe('The token bucket', () => {
  test('MUST never give more than the burst and what has flowed in', () => {
    const rate = { perSecond: 50, burst: 5 };
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 100 }), (pauses) => {
        let at = 0;
        let given = 0;
        let bucket = fullBucket(rate, 0);
        for (const pause of pauses) {
          at += pause;
          bucket = refilled(bucket, rate, at);
          const free = Math.floor(bucket.tokens);
          expect(free >= 1).toBe(untilTokenMs(bucket, rate) === 0);
          given += free;
          bucket = spent(bucket, free);
        }
        expect(given).toBeLessThanOrEqual(rate.burst + (at * rate.perSecond) / 1_000 + 1e-6);
      }),
    );
  });

  test('MUST be divided among workers and never flow without a rate', () => {
    expect(shareOfRate({ perSecond: 10, burst: 6 }, 4)).toEqual({ perSecond: 2.5, burst: 1.5 });
    expect(untilTokenMs({ tokens: 0, at: 0 }, { perSecond: 0, burst: 1 })).toBe(Infinity);
    expect(untilTokenMs({ tokens: 0.5, at: 0 }, { perSecond: 10, burst: 1 })).toBe(50);
  });
});

describe('Slots', () => {
  const hungry = fc.subarray([...workClasses]).map((names) => new Set(names));

  test('MUST all be given away, at least one to each class where there are three', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(1_000), hungry, (slots, turn, eaters) => {
        const shares = divideSlots(slots, turn, eaters);
        expect(sum(shares)).toBe(slots);
        if (slots >= 3) for (const name of workClasses) expect(shares[name]).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('MUST give leftovers to those that may have more, and no more than there are', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.subarray([...workClasses], { minLength: 1 }), (slots, names) => {
        const shares = divideLeftovers(slots, names);
        expect(sum(shares)).toBe(slots);
        for (const name of workClasses) if (!names.includes(name)) expect(shares[name]).toBe(0);
      }),
    );
  });

  test('MUST come round to every class', () => {
    const turns = Array.from({ length: 10 }, (_, turn) => classOfTurn(turn));
    expect(workClasses.map((name) => turns.filter((one) => one === name).length)).toEqual([6, 3, 1]);
  });

  test('MUST add up to the concurrency over all workers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 40 }), (concurrency, alive) => {
        const config = { ...defaultLaneConfig, concurrency };
        const parts = Array.from({ length: alive }, (_, rank) => shareOfConcurrency(config, { alive, rank }));
        expect(parts.reduce((all, part) => all + part, 0)).toBe(concurrency);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
