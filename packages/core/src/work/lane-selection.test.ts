import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { servesLane } from './lane-selection.ts';
import { defaultLaneConfig } from './lane.ts';
import { shareOfConcurrency } from './slots.ts';
import { standingIn } from './standing.ts';
import { shareOfRate } from './token-bucket.ts';

/** Names of few letters, so that patterns hit. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 });
const pattern = fc
  .tuple(fc.boolean(), fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 6 }))
  .map(([leftOut, body]) => `${leftOut ? '!' : ''}${body}`);
const selection = fc.array(pattern, { maxLength: 4 });

const asExpression = (body: string): RegExp => new RegExp(`^${body.replaceAll('*', '.*')}$`, 'u');

describe('A selection of lanes', () => {
  test('MUST hold what its patterns match and none leaves out', () => {
    fc.assert(
      fc.property(selection, text, (patterns, name) => {
        const wanted = patterns.filter((one) => !one.startsWith('!'));
        const leftOut = patterns.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
        const expected =
          (wanted.length === 0 || wanted.some((body) => asExpression(body).test(name))) &&
          !leftOut.some((body) => asExpression(body).test(name));
        expect(servesLane(patterns, name)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['*', 'push/jinzhi', true],
    ['push/*', 'push/jinzhi', true],
    ['push/*', 'notify/sms/aliyun', false],
    ['push/*,!push/jinzhi', 'push/jinzhi', false],
    ['push/*,!push/jinzhi', 'push/jinzhi-2', true],
    ['!push/*', 'sweep/one', true],
    ['!push/*', 'push/one', false],
    ['*/jin*hi', 'push/jinzhi', true],
    ['aba*aba', 'ababa', false],
  ])('MUST decide %s for %s as %s', (patterns, name, served) => {
    expect(servesLane(patterns.split(','), name)).toBe(served);
  });
});

const living = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 50 }), selection), { selector: ([id]) => id, maxLength: 6 })
  .map((sessions) => sessions.map(([id, lanes]) => ({ id, lanes })).sort((a, b) => a.id - b.id));

describe('The parts of a lane over workers with different selections', () => {
  test('MUST add up to its concurrency and its rate as long as somebody serves it', () => {
    fc.assert(
      fc.property(living, text, fc.integer({ min: 1, max: 40 }), (sessions, lane, concurrency) => {
        const serving = sessions.filter(({ lanes }) => servesLane(lanes, lane));
        fc.pre(serving.length > 0);
        const standings = serving.map(({ id }) => standingIn(sessions, id, lane));
        const parts = standings.map((standing) => shareOfConcurrency({ ...defaultLaneConfig, concurrency }, standing));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(concurrency);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        const rates = standings.map(({ alive }) => shareOfRate({ perSecond: 12, burst: 60 }, alive).perSecond);
        expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(12);
      }),
      { numRuns: 1_000 },
    );
  });

  test('MUST be the same whoever else is about that does not serve it', () => {
    fc.assert(
      fc.property(living, text, (sessions, lane) => {
        const serving = sessions.filter(({ lanes }) => servesLane(lanes, lane));
        for (const { id } of serving) expect(standingIn(sessions, id, lane)).toEqual(standingIn(serving, id, lane));
      }),
    );
  });
});
