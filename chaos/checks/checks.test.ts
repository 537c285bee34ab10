import { describe, expect, test } from 'vitest';
import { engineHistory, shuffled } from '../../apps/server/src/testing/engine-history.ts';
import { createRandom } from '../random.ts';
import { desiredOf, lineOf } from './desired.ts';
import { differences } from './differences.ts';
import { doubleCreations } from './double-creations.ts';
import type { LedgerMirror } from './ledger.ts';
import { mirrorDifferences } from './mirror-differences.ts';
import { overlappingClaims } from './overlapping-claims.ts';
import { sampleAttempt } from './sample-attempt.ts';
import { takeoverTimes } from './takeovers.ts';

describe('what should be shown', () => {
  const history = engineHistory(200, 3, Date.UTC(2026, 10, 1));
  const platforms = ['jinzhi', 'tongyidaiban', 'ability-center'];

  test('MUST not depend on the order in which events came', () => {
    const mixed = shuffled(history, createRandom(1).next);
    expect(desiredOf(mixed, platforms)).toEqual(
      new Map(
        [...desiredOf(history, platforms)].map(([platform, { lines, states }]) => [
          platform,
          { lines: expect.arrayContaining([...lines]), states },
        ]),
      ),
    );
  });

  test('MUST be the same for people on every platform, whatever its objects are', () => {
    const [first, ...others] = [...desiredOf(history, platforms).values()].map(({ lines }) => lines.toSorted());
    expect(first?.length).toBeGreaterThan(20);
    for (const other of others) expect(other).toEqual(first);
  });

  test('MUST not be asked of a platform whose objects nobody described', () => {
    expect(() => desiredOf(history, ['elsewhere'])).toThrow('What should elsewhere show?');
  });

  test('MUST tell apart all that a person sees', () => {
    const todo = {
      assignee: 'P',
      title: 't',
      urgency: 'low',
      state: 'open',
      links: { pc: 'p', mobile: null },
    } as const;
    const others = [
      { ...todo, assignee: 'Q' },
      { ...todo, title: 'u' },
      { ...todo, urgency: 'urgent' as const },
      { ...todo, state: 'done' as const },
      { ...todo, links: { pc: 'q', mobile: null } },
      { ...todo, links: { pc: 'p', mobile: 'm' } },
    ];
    expect(new Set([todo, ...others].map(lineOf)).size).toBe(others.length + 1);
  });
});

test('differences MUST count what is shown twice, and what is missing once of twice', () => {
  expect(differences(['a', 'b', 'b'], ['a', 'a', 'b', 'c'])).toEqual({ missing: ['b'], excess: ['a', 'c'] });
  expect(differences(['b', 'a'], ['a', 'b'])).toEqual({ missing: [], excess: [] });
});

test('double creations MUST be found while an object is there, and not after it went', () => {
  const effects = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([id, effect]) => ({ id, effect }));
  expect(doubleCreations(effects(['x', 'created'], ['x', 'withdrawn'], ['x', 'created'], ['y', 'created']))).toEqual(
    [],
  );
  expect(doubleCreations(effects(['x', 'created'], ['x', 'updated'], ['x', 'created']))).toEqual(['x']);
  // Of two, one was taken away: the other is still there.
  expect(doubleCreations(effects(['x', 'created'], ['x', 'created'], ['x', 'withdrawn'], ['x', 'created']))).toEqual([
    'x',
    'x',
  ]);
});

describe('what Portico believes', () => {
  const desired = new Map([
    [
      'jinzhi',
      {
        lines: [],
        states: new Map([
          ['k', 'open' as const],
          ['gone', 'absent' as const],
        ]),
      },
    ],
  ]);
  const mirror: LedgerMirror = {
    platform: 'jinzhi',
    key: 'k',
    desiredVersion: 4,
    acknowledgedVersion: 4,
    remoteState: 'open',
  };

  test('MUST agree with what should be', () => {
    expect(mirrorDifferences(desired, [mirror], [])).toEqual([]);
    expect(mirrorDifferences(desired, [{ ...mirror, acknowledgedVersion: 3 }], [])).toHaveLength(1);
    expect(mirrorDifferences(desired, [{ ...mirror, remoteState: 'done' }], [])).toHaveLength(1);
    expect(mirrorDifferences(desired, [mirror, { ...mirror, key: 'gone' }], [])).toHaveLength(1);
    expect(mirrorDifferences(desired, [], [])).toHaveLength(1);
  });

  test('MUST be left alone where it stands parked', () => {
    const work = { lane: 'push/jinzhi', key: 'k', parked: 'refused', claimed: false };
    expect(mirrorDifferences(desired, [{ ...mirror, remoteState: 'absent' }], [work])).toEqual([]);
    expect(
      mirrorDifferences(desired, [{ ...mirror, remoteState: 'absent' }], [{ ...work, parked: null }]),
    ).toHaveLength(1);
  });
});

describe('overlapping claims', () => {
  const first = sampleAttempt({ claim: 1, claimedAt: 0, durationMs: 100 });

  test('MUST be found where a claim began before another of its key ended', () => {
    expect(overlappingClaims([first, sampleAttempt({ claim: 2, claimedAt: 90 })])).toHaveLength(1);
    expect(overlappingClaims([first, sampleAttempt({ claim: 2, claimedAt: 101 })])).toEqual([]);
    expect(overlappingClaims([first, sampleAttempt({ claim: 2, claimedAt: 90, key: 'other' })])).toEqual([]);
    const short = sampleAttempt({ claim: 2, claimedAt: 200, durationMs: 5 });
    expect(
      overlappingClaims([{ ...first, durationMs: 1_000 }, short, sampleAttempt({ claim: 3, claimedAt: 900 })]),
    ).toHaveLength(2);
  });

  test('MUST not be seen in a claim that was taken over, up to the takeover only', () => {
    const zombie = { ...first, durationMs: 30_000, takenOverAt: 20_000 };
    expect(overlappingClaims([zombie, sampleAttempt({ claim: 2, claimedAt: 20_001 })])).toEqual([]);
    expect(overlappingClaims([zombie, sampleAttempt({ claim: 2, claimedAt: 19_000 })])).toHaveLength(1);
  });
});

test('takeovers MUST be timed from the loss of the worker that held the keys', () => {
  const attempts = [
    sampleAttempt({ session: 1, claimedAt: 5_000, takenOverAt: 30_000 }),
    sampleAttempt({ session: 1, claimedAt: 9_000, takenOverAt: 32_000 }),
    sampleAttempt({ session: 2, claimedAt: 60_000 }),
  ];
  const losses = [
    { at: 2_000, how: 'killed' as const },
    { at: 10_000, how: 'killed' as const },
    { at: 50_000, how: 'frozen' as const },
  ];
  expect(takeoverTimes(attempts, losses)).toEqual({ keys: 2, medianMs: 22_000, maxMs: 22_000 });
  expect(takeoverTimes([], losses)).toEqual({ keys: 0, medianMs: null, maxMs: null });
});
