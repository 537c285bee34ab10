import { createFakeClock } from '@portico/core/testing';
import type { WorkerStats } from '@portico/core/work';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { watchProgress } from './watch-progress.ts';

const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const bench = () => {
  const clock = createFakeClock(rest);
  const state = {
    lane: { lane: 1, tenant: 'default', name: 'push/one', timeoutMs: 10_000, callsUnderWay: 0, callsFree: 4 },
    due: 0 as number | null,
    away: false,
    progress: 0,
  };
  const watch = watchProgress({
    lanes: (): WorkerStats['lanes'] => [state.lane],
    nextDueInMs: () => (state.away ? errAsync({ code: 'STORE_UNAVAILABLE', message: 'gone' }) : okAsync(state.due)),
    progressOf: () => state.progress,
    clock,
  });
  return { clock, state, watch };
};

describe('watchProgress', () => {
  test('MUST find out within 70 s that due keys are not taken up, and that they are again', async () => {
    const { clock, state, watch } = bench();
    await clock.advance(59_000);
    expect(watch.check()).toEqual({ name: 'progress', ok: true });
    await clock.advance(11_000);
    expect(watch.check()).toMatchObject({ ok: false, detail: expect.stringContaining('push/one') });
    state.progress += 1;
    await clock.advance(5_000);
    expect(watch.check().ok).toBe(true);
  });

  test.each<[string, (state: ReturnType<typeof bench>['state']) => void]>([
    ['nothing is due', (state) => (state.due = null)],
    ['something is due soon', (state) => (state.due = 10)],
    ['the lane has no room and nothing under way: paused, closed, or used up', (state) => (state.lane.callsFree = 0)],
    ['the store is away', (state) => (state.away = true)],
  ])('MUST NOT complain while %s', async (_, arrange) => {
    const { clock, state, watch } = bench();
    arrange(state);
    await clock.advance(600_000);
    expect(watch.check().ok).toBe(true);
  });

  test('MUST NOT complain as long as something moves now and then', async () => {
    const { clock, state, watch } = bench();
    for (let round = 0; round < 20; round += 1) {
      await clock.advance(50_000);
      expect(watch.check().ok).toBe(true);
      state.progress += 1;
    }
  });

  test('MUST give calls that fill the lane their time-out, and no more', async () => {
    const { clock, state, watch } = bench();
    state.lane.callsFree = 0;
    state.lane.callsUnderWay = 4;
    await clock.advance(69_000);
    expect(watch.check().ok).toBe(true);
    await clock.advance(11_000);
    expect(watch.check().ok).toBe(false);
  });

  test('MUST end with its process: no timer stays behind', async () => {
    const { clock, watch } = bench();
    await clock.advance(12_000);
    watch.stop();
    await clock.advance(12_000);
    expect(clock.timers()).toBe(0);
  });
});
