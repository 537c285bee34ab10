import { expect, test } from 'vitest';
import { isConnectionLoss, isRetryable, toStoreFailure } from './failure.ts';

test('MUST take a server that fell silent for a lost connection, not for a bug', () => {
  const silent = new Error('Query read timeout');
  expect(isConnectionLoss(silent)).toBe(true);
  expect(isRetryable(silent)).toBe(false);
  expect(toStoreFailure(silent)).toEqual({ code: 'STORE_UNAVAILABLE', message: 'Query read timeout' });
});

test('MUST throw what is a bug', () => {
  const missing = Object.assign(new Error('relation "nothing" does not exist'), { code: '42P01' });
  expect(() => toStoreFailure(missing)).toThrow(missing);
});
