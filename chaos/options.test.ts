import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('MUST read its options, and refuse what it cannot read', () => {
  expect(readOptions([], 5)).toEqual({ seed: 5, kills: 200, minutes: 30, short: false });
  expect(readOptions(['--seed', '7', '--kills', '20', '--minutes', '3', '--short'], 5)).toEqual({
    seed: 7,
    kills: 20,
    minutes: 3,
    short: true,
  });
  for (const name of ['seed', 'kills', 'minutes'])
    for (const value of ['0', '1.5', 'many', '99999999999'])
      expect(() => readOptions([`--${name}`, value], 5)).toThrow(`--${name} must be a whole number`);
  expect(() => readOptions(['--fast'], 5)).toThrow("Unknown option '--fast'");
});
