import { expect, test } from 'vitest';
import { stopInTime } from './listen-for-stop.ts';

const never = new Promise<void>(() => {});

test('MUST give the whole bound to what stops in order, and say that it did', async () => {
  const bounds: number[] = [];
  const stop = async (boundMs: number): Promise<void> => void bounds.push(boundMs);
  expect(await stopInTime(stop, 10_000, never)).toBe(true);
  expect(bounds).toEqual([10_000]);
});

test('MUST NOT wait longer than the bound, nor once it is told to end at once', async () => {
  const begun = performance.now();
  expect(await stopInTime(() => never, 20, never)).toBe(false);
  expect(await stopInTime(() => never, 60_000, Promise.resolve())).toBe(false);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('MUST throw what goes wrong while stopping', async () => {
  await expect(stopInTime(() => Promise.reject(new Error('no')), 1_000, never)).rejects.toThrow('no');
});
