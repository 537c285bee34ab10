import { expect, test } from 'vitest';
import { failuresOf, report } from './report.ts';
import type { ChaosResult } from './run-chaos.ts';

const well: ChaosResult = {
  seed: 7,
  rounds: 2,
  kills: 20,
  faults: new Map([['kill a worker', 12]]),
  events: 500,
  sent: 750,
  repeated: { http: 3, amqp: 4 },
  gaveUp: [],
  refusedStarts: 0,
  left: 0,
  quietAfterMs: 8_000,
  pushedByHand: 0,
  told: { heard: 10, distinct: 9 },
  tookMs: 100_000,
  differences: [],
  doubleCreations: [],
  overlappingClaims: [],
  accounts: { seen: 9, logged: 8, interrupted: 1, unaccounted: [], invented: [], late: [] },
  takeovers: { keys: 3, medianMs: 21_000, maxMs: 24_500 },
  todos: 40,
  attempts: 60,
  parked: new Map(),
};

test('MUST find nothing wrong with a run that went well, and print the seed that replays it', () => {
  expect(failuresOf(well).size).toBe(0);
  expect(report(well)).toContain('--seed 7');
  expect(report(well)).toContain('median 21.0 s, longest 24.5 s');
  expect(report(well)).not.toMatch(/NaN|undefined|Infinity/u);
});

test.each<[string, Partial<ChaosResult>]>([
  ['differences', { differences: ['d'] }],
  ['double creations', { doubleCreations: ['c'] }],
  ['unaccounted requests', { accounts: { ...well.accounts, unaccounted: ['r'] } }],
  ['invented answers', { accounts: { ...well.accounts, invented: ['a'] } }],
  ['late requests', { accounts: { ...well.accounts, late: ['l'] } }],
  ['overlapping claims', { overlappingClaims: ['o'] }],
  ['processes that gave up', { gaveUp: ['worker-1: code 1'] }],
  ['work left', { left: 3 }],
  ['nothing tried', { kills: 0 }],
  ['nothing tried', { todos: 0 }],
])('MUST fail for %s', (name, part) => {
  const failed = { ...well, ...part };
  expect([...failuresOf(failed).keys()]).toEqual([name]);
  expect(report(failed)).toContain(`\n${name}: 1\n`);
});
