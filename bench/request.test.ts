import { expect, test } from 'vitest';
import { readRequest } from './request.ts';
import { scenarioNames } from './scenarios.ts';

test('MUST measure everything unless scenarios are named, and those named in the usual order', () => {
  expect(readRequest([])).toEqual({
    scenarios: scenarioNames,
    short: false,
    rounds: null,
    count: null,
    only: [],
    write: false,
  });
  expect(readRequest(['embedded', 'push', '--rounds', '5', '--only', 'Bare,portico (1', '--count', '800'])).toEqual({
    scenarios: ['push', 'embedded'],
    short: false,
    rounds: 5,
    count: 800,
    only: ['bare', 'portico (1'],
    write: false,
  });
});

test('MUST refuse what it cannot read on the command line', () => {
  for (const rounds of ['0', '21', '1.5', 'many'])
    expect(() => readRequest(['--rounds', rounds])).toThrow('--rounds must be a whole number from 1 to 20');
  expect(() => readRequest(['--count', '0'])).toThrow('--count must be a whole number');
  expect(() => readRequest(['--fast'])).toThrow("Unknown option '--fast'");
  expect(() => readRequest(['pull'])).toThrow('there is no scenario pull');
});
