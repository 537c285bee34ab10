import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { killsOf } from './fault.ts';
import { planRound, planShort } from './plan-round.ts';

const vendors = ['jinzhi', 'ability-center'];
const shape = { events: 100, busyMs: 30_000, calmMs: 26_000, kills: 10 };
const roundsOf = (seed: number) =>
  Array.from({ length: 20 }, (_, index) =>
    planRound(index + 1, shape, vendors, createRandom(seed).branch(`plan ${index + 1}`)),
  );

test('MUST plan the same for the same seed, and something else for another', () => {
  expect(roundsOf(1)).toEqual(roundsOf(1));
  expect(roundsOf(1)).not.toEqual(roundsOf(2));
});

test('MUST kill as often as it is asked to, in every round, and use every kind of fault in twenty', () => {
  for (const seed of [1, 2, 3]) {
    const rounds = roundsOf(seed);
    for (const { faults, busyMs } of rounds) {
      const kills = faults.reduce((sum, { fault }) => sum + killsOf[fault.kind], 0);
      expect(kills).toBeGreaterThanOrEqual(shape.kills);
      expect(kills).toBeLessThanOrEqual(shape.kills + 1);
      for (const { atMs } of faults) expect(atMs).toBeLessThanOrEqual(busyMs);
    }
    const used = new Set(rounds.flatMap(({ faults }) => faults.map(({ fault }) => fault.kind)));
    expect([...used].toSorted()).toEqual(Object.keys(killsOf).toSorted());
  }
});

test('MUST make every vendor fail and lose answers in every round, none of them always', () => {
  for (const { vendors: behaviours } of [...roundsOf(4), planShort(vendors, createRandom(4))])
    for (const vendor of vendors) {
      const { failRate = 0, loseAnswerRate = 0, down } = behaviours[vendor] ?? {};
      expect([failRate, loseAnswerRate >= 0.1, loseAnswerRate <= 0.3, down]).toEqual([0.2, true, true, undefined]);
    }
});
