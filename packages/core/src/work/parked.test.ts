import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { workTable } from '../memory/memory-work-rows.ts';
import { startBench, type Bench } from '../testing/work/worker-bench.ts';
import type { Park } from './handler.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

/** A bench whose handler hears of parked keys. */
const hearing = async (answer: () => void = () => {}): Promise<{ bench: Bench; heard: Park[] }> => {
  const heard: Park[] = [];
  const bench = await startBench(rest, {
    worker: { poisonAt: 1 },
    handler: {
      parked: (_stores, _lane, parks) => {
        answer();
        heard.push(...parks);
        return okAsync(undefined);
      },
    },
  });
  return { bench, heard };
};

/** The worker is taken for dead; answers when somebody has taken over what it held. */
const lose = async ({ transactor, clock, database }: Bench): Promise<boolean> => {
  (await transactor.run(({ sessions }) => sessions.revokeStale(0, null)))._unsafeUnwrap();
  return clock.until(
    () =>
      workTable(database)
        .all()
        .every(({ parked }) => parked === 'poison'),
    10_000,
  );
};

describe('A context', () => {
  test('MUST hear of keys that park, with the reason in words and in code', async () => {
    const { bench, heard } = await hearing();
    bench.answer = (key) =>
      key === 'fine' ? { kind: 'done', more: false } : { kind: 'refused', reason: `no ${key} here` };
    await bench.schedule(['a', 'fine', 'b']);
    await bench.idle();
    expect(heard.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: 'a', reason: 'refused', words: 'no a here', trace: null },
      { key: 'b', reason: 'refused', words: 'no b here', trace: null },
    ]);
  });

  test('MUST NOT hear of a key that changed during its attempt, and so does not park', async () => {
    const { bench, heard } = await hearing();
    let tries = 0;
    bench.answer = async () => {
      if ((tries += 1) === 1) {
        await bench.schedule(['a']);
        return { kind: 'refused', reason: 'no' };
      }
      return { kind: 'done', more: false };
    };
    await bench.schedule(['a']);
    await bench.idle();
    expect([tries, heard]).toEqual([2, []]);
  });

  test('MUST hear of keys that a takeover parks', async () => {
    const { bench, heard } = await hearing();
    bench.answer = () => new Promise(() => {});
    await bench.schedule(['a', 'b']);
    await bench.clock.advance(100);
    expect(await lose(bench)).toBe(true);
    expect(heard.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: 'a', reason: 'poison', words: 'Workers lost while they had it: 1.', trace: null },
      { key: 'b', reason: 'poison', words: 'Workers lost while they had it: 1.', trace: null },
    ]);
  });

  test('MUST park nothing that it could not be told of, as long as the store is away', async () => {
    let away = true;
    const bench = await startBench(rest, {
      handler: {
        parked: () => (away ? errAsync({ code: 'STORE_UNAVAILABLE', message: 'away' }) : okAsync(undefined)),
      },
    });
    bench.answer = () => ({ kind: 'refused', reason: 'no' });
    await bench.schedule(['a']);
    await bench.clock.advance(1_000);
    expect(await bench.state('a')).toMatchObject({ claimed: true, parked: null });
    away = false;
    await bench.idle();
    expect(await bench.state('a')).toMatchObject({ claimed: false, parked: 'refused' });
  });

  test('MUST NOT keep keys from being taken over when it fails to hear of them', async () => {
    const { bench } = await hearing(() => {
      throw new Error('a bug');
    });
    bench.answer = () => new Promise(() => {});
    await bench.schedule(['a', 'b']);
    await bench.clock.advance(100);
    expect(await lose(bench)).toBe(true);
  });
});
