import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleRule } from '../testing/alerts/sample-alerts.ts';
import type { AlertRule } from './alert-rule.ts';
import type { AlertState } from './alert-state.ts';
import { step, type Step } from './step.ts';

const minute = 60_000;

interface Beat {
  readonly breached: boolean | null;
  readonly silenced: boolean;
  readonly afterMs: number;
}

const beat = fc.record({
  breached: fc.constantFrom(true, true, false, null),
  silenced: fc.boolean(),
  afterMs: fc.constantFrom(0, 1_000, 30_000, minute, 5 * minute, 3_600_000),
});

const arbitraryRule = fc
  .record({
    holdMs: fc.constantFrom(0, 30_000, 5 * minute),
    clearMs: fc.constantFrom(0, 30_000, 5 * minute),
    remindEveryMs: fc.constantFrom(null, minute, 3_600_000),
  })
  .map((fields) => sampleRule(fields));

interface Seen extends Step {
  readonly now: number;
  readonly before: AlertState | null;
  readonly beat: Beat;
}

const play = (rule: AlertRule, beats: readonly Beat[]): readonly Seen[] => {
  let state: AlertState | null = null;
  let now = 1_763_683_200_000;
  let made = 0;
  return beats.map((one) => {
    now += one.afterMs;
    const before: AlertState | null = state;
    const verdict = { subject: 'push/jinzhi', breached: one.breached, value: 1, words: 'so it is' };
    const next = step(state, { rule, verdict, now, silenced: one.silenced, newId: () => `alert-${(made += 1)}` });
    state = next.state;
    return { ...next, now, before, beat: one };
  });
};

const quiet = (breached: readonly (boolean | null)[], afterMs: number): readonly Beat[] =>
  breached.map((one) => ({ breached: one, silenced: false, afterMs }));

const notes = (seen: readonly Seen[]): readonly string[] => seen.map(({ note }) => note ?? '-');

describe('a look at a subject', () => {
  test('MUST tell once a period that it fires, and once that it has recovered, however its input flaps', () => {
    fc.assert(
      fc.property(arbitraryRule, fc.array(beat, { maxLength: 60 }), (rule, beats) => {
        const periods = new Map<string, string[]>();
        for (const { before, state, note } of play(rule, beats)) {
          const period = state?.phase === 'firing' ? state.alert : before?.phase === 'firing' ? before.alert : null;
          if (note === null) continue;
          // Whoever is told anything is told of a period.
          expect(period).not.toBeNull();
          periods.set(period ?? '', [...(periods.get(period ?? '') ?? []), note]);
        }
        for (const told of periods.values()) {
          expect(told[0]).toBe('firing');
          expect(told.filter((note) => note === 'firing')).toHaveLength(1);
          expect(told.slice(0, -1)).not.toContain('resolved');
          if (rule.remindEveryMs === null) expect(told).not.toContain('reminder');
        }
      }),
    );
  });

  test('MUST tell of the end of every period whose beginning was told, and of no other', () => {
    fc.assert(
      fc.property(arbitraryRule, fc.array(beat, { maxLength: 60 }), (rule, beats) => {
        for (const { before, state, note } of play(rule, beats)) {
          if (before?.phase !== 'firing' || state !== null) continue;
          expect(note).toBe(before.toldAt === null ? null : 'resolved');
        }
      }),
    );
  });

  test('MUST say nothing while it is silenced, but that it has recovered', () => {
    fc.assert(
      fc.property(arbitraryRule, fc.array(beat, { maxLength: 60 }), (rule, beats) => {
        for (const { beat: one, note } of play(rule, beats))
          if (one.silenced) expect(['resolved', null]).toContain(note);
      }),
    );
  });

  test('MUST not fire before it has been so for long enough, nor recover before it has not', () => {
    fc.assert(
      fc.property(arbitraryRule, fc.array(beat, { maxLength: 60 }), (rule, beats) => {
        let soSince: number | null = null;
        let otherwiseSince: number | null = null;
        for (const { before, state, now, beat: one } of play(rule, beats)) {
          if (one.breached === true) {
            soSince ??= now;
            otherwiseSince = null;
          } else if (one.breached === false) {
            if (before?.phase !== 'firing') soSince = null;
            otherwiseSince ??= now;
          }
          if (state?.phase === 'firing' && before?.phase !== 'firing')
            expect(now - (soSince ?? Number.NaN)).toBeGreaterThanOrEqual(rule.holdMs);
          if (before?.phase === 'firing' && state === null) {
            expect(now - (otherwiseSince ?? Number.NaN)).toBeGreaterThanOrEqual(rule.clearMs);
            soSince = null;
          }
          if (state === null && one.breached === false) soSince = null;
        }
      }),
    );
  });

  test('MUST hold back, fire, and recover after a while', () => {
    const rule = sampleRule({ holdMs: 2 * minute, clearMs: minute });
    const seen = play(rule, quiet([true, true, true, true, false, true, false, false, false], minute));
    expect(notes(seen)).toEqual(['-', '-', 'firing', '-', '-', '-', '-', 'resolved', '-']);
    expect(seen[0]?.state).toMatchObject({ phase: 'pending' });
    expect(seen[2]?.state).toMatchObject({ phase: 'firing', since: seen[0]?.now, firedAt: seen[2]?.now });
  });

  test('MUST go on with what was known where nothing new is', () => {
    const rule = sampleRule({ holdMs: 2 * minute, clearMs: 2 * minute });
    expect(notes(play(rule, quiet([null, true, null, null, null, false, null, null], minute)))).toEqual([
      '-',
      '-',
      '-',
      'firing',
      '-',
      '-',
      '-',
      'resolved',
    ]);
  });

  test('MUST remind as often as wanted, counted from when it was told last', () => {
    const rule = sampleRule({ holdMs: 0, remindEveryMs: 3 * minute });
    expect(notes(play(rule, quiet([true, true, true, true, true, true, true], minute)))).toEqual([
      'firing',
      '-',
      '-',
      'reminder',
      '-',
      '-',
      'reminder',
    ]);
  });

  test('MUST tell when a silence ends and it still fires', () => {
    const rule = sampleRule({ holdMs: 0 });
    const silenced = quiet([true, true], minute).map((one) => ({ ...one, silenced: true }));
    expect(notes(play(rule, [...silenced, ...quiet([true, true], minute)]))).toEqual(['-', '-', 'firing', '-']);
    expect(notes(play(rule, [...silenced, ...quiet([false, false], minute)]))).toEqual(['-', '-', '-', '-']);
  });
});
