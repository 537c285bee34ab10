import * as fc from 'fast-check';
import { err, errAsync, ok, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createGathering } from './gathering.ts';

interface Call {
  readonly group: string;
  readonly weight: number;
  /** What a run comes to that carries it. */
  readonly fate: 'fine' | 'refused' | 'thrown' | 'away';
}

type Failure = { readonly code: 'REFUSED' | 'AWAY' };

const arbitraryCalls = fc.array(
  fc.record({
    group: fc.constantFrom('a', 'b'),
    weight: fc.integer({ min: 0, max: 12 }),
    fate: fc.constantFrom<Call['fate']>('fine', 'fine', 'fine', 'refused', 'thrown', 'away'),
  }),
  { maxLength: 30 },
);

/** A gathering whose runs end when they are told to. */
const watched = (atOnce: number, most: number) => {
  const runs: { readonly group: string; readonly inputs: readonly Call[] }[] = [];
  const open: (() => void)[] = [];
  const gather = createGathering<Call, Call, Failure>({
    run: (group, inputs) => {
      runs.push({ group, inputs });
      const { promise, resolve } = Promise.withResolvers<void>();
      open.push(resolve);
      const end = async () => {
        await promise;
        if (inputs.some(({ fate }) => fate === 'thrown')) throw new Error('thrown');
        if (inputs.some(({ fate }) => fate === 'refused')) return err<readonly Call[], Failure>({ code: 'REFUSED' });
        if (inputs.some(({ fate }) => fate === 'away')) return err<readonly Call[], Failure>({ code: 'AWAY' });
        return ok<readonly Call[], Failure>(inputs);
      };
      return new ResultAsync(end());
    },
    weight: ({ weight }) => weight,
    most,
    atOnce,
    isSomebodys: ({ code }) => code === 'REFUSED',
  });
  return { gather, runs, open };
};

/** Lets whatever follows from an ending follow. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
};

describe('Gathering', () => {
  test('MUST answer everybody with their own output, whoever they shared a run with, within the limits', () =>
    fc.assert(
      fc.asyncProperty(
        arbitraryCalls,
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.nat()),
        async (calls, atOnce, order) => {
          const most = 20;
          const { gather, runs, open } = watched(atOnce, most);
          const answers = calls.map((call) =>
            gather(call.group, call).then(
              (result) => (result.isOk() ? result.value : result.error.code),
              (error: unknown) => String(error),
            ),
          );
          for (let left = true; left;) {
            expect(open.length).toBeLessThanOrEqual(atOnce);
            const [end] = open.splice((order.next().value ?? 0) % Math.max(1, open.length), 1);
            end?.();
            await settled();
            left = open.length > 0;
          }
          const came = await Promise.all(answers);
          calls.forEach((call, index) => {
            if (call.fate === 'refused') expect(came[index]).toBe('REFUSED');
            else if (call.fate === 'thrown') expect(came[index]).toBe('Error: thrown');
            // Who shared a run while the store was away hears so; it was nobody's fault.
            else if (call.fate === 'fine') expect([call, 'AWAY']).toContain(came[index]);
            else expect(came[index]).toBe('AWAY');
          });
          for (const { group, inputs } of runs) {
            expect(inputs.every((input) => input.group === group)).toBe(true);
            if (inputs.length > 1)
              expect(inputs.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(most);
          }
        },
      ),
      { numRuns: 200 },
    ));

  test('MUST let a lone caller go at once, and those behind share the next run in their order', async () => {
    const { gather, runs, open } = watched(1, 100);
    const call = (weight: number): Call => ({ group: 'a', weight, fate: 'fine' });
    const first = gather('a', call(1));
    expect(runs).toHaveLength(1);
    const others = [gather('a', call(2)), gather('a', call(3))];
    expect(runs).toHaveLength(1);
    open.shift()?.();
    await first;
    await settled();
    expect(runs.map(({ inputs }) => inputs.map(({ weight }) => weight))).toEqual([[1], [2, 3]]);
    open.shift()?.();
    expect(await Promise.all(others)).toMatchObject([{ value: { weight: 2 } }, { value: { weight: 3 } }]);
  });

  test('MUST not run anything twice that went well', async () => {
    let runs = 0;
    const gather = createGathering<number, number, Failure>({
      run: (_group, inputs) => {
        runs += 1;
        return inputs.includes(13) ? errAsync({ code: 'AWAY' }) : okAsync(inputs);
      },
      weight: () => 1,
      most: 10,
      atOnce: 1,
      isSomebodys: () => false,
    });
    expect((await gather('a', 13))._unsafeUnwrapErr()).toEqual({ code: 'AWAY' });
    expect((await gather('a', 1))._unsafeUnwrap()).toBe(1);
    expect(runs).toBe(2);
  });
});
