import { describe, expect, test } from 'vitest';
import type { CompiledProfile, CompiledVerify } from './compile-profile.ts';
import { lookUp } from './look-up.ts';
import type { OperationRunner, Run, Settled } from './operation-runner.ts';
import { openScope } from './scope.ts';

const compiled = { constants: {} } as CompiledProfile;
const run = {} as Run;
const found: Settled = { kind: 'done', found: 'as-sent', remoteId: '7' };
const missing: Settled = { kind: 'done', found: 'missing', remoteId: null };
const failed: Settled = { kind: 'outcome', outcome: { kind: 'failed', reason: 'busy', retryAfterMs: null } };

const looking = (
  {
    variants = null,
    pages = 1,
    maxPages = 20,
  }: { variants?: readonly unknown[] | null; pages?: number; maxPages?: number },
  answer: (variant: unknown, page: number) => Settled,
) => {
  const asked: string[] = [];
  const runner: OperationRunner = {
    now: () => 0,
    begin: () => run,
    proveToken: () => Promise.resolve(null),
    run: (_operation, roots) => {
      asked.push(`${String(roots['variant'])} ${String(roots['page'])}`);
      return Promise.resolve({ verdict: answer(roots['variant'], Number(roots['page'])), scope: openScope(roots) });
    },
  };
  const operation = {
    variants: variants === null ? null : () => variants,
    more: ({ roots }: { roots: Readonly<Record<string, unknown>> }) => Number(roots['page']) < pages,
    maxPages,
  } as unknown as CompiledVerify;
  return { asked, result: lookUp({ runner, compiled }, operation, {}, run) };
};

describe('looking an object up in lists', () => {
  test('MUST read every list to its end before it counts as missing', async () => {
    const { asked, result } = looking({ variants: [1, 3], pages: 2 }, () => missing);
    expect((await result).verdict).toEqual(missing);
    expect(asked).toEqual(['1 1', '1 2', '3 1', '3 2']);
  });

  test('MUST stop where it is found, and say in which list', async () => {
    const { asked, result } = looking({ variants: [1, 3], pages: 5 }, (variant, page) =>
      variant === 3 && page === 2 ? found : missing,
    );
    const { verdict, scope } = await result;
    expect(verdict).toEqual(found);
    expect(scope.roots['variant']).toBe(3);
    expect(asked).toHaveLength(7);
  });

  test('MUST not take a failure for an end', async () => {
    const { asked, result } = looking({ variants: [1, 3] }, () => failed);
    expect((await result).verdict).toEqual(failed);
    expect(asked).toEqual(['1 1']);
  });

  test('MUST not say that something is missing behind more pages than it reads', async () => {
    const { asked, result } = looking({ pages: 1_000, maxPages: 3 }, () => missing);
    expect((await result).verdict).toMatchObject({
      outcome: { kind: 'refused', reason: expect.stringContaining('first 3 pages') },
    });
    expect(asked).toHaveLength(3);
  });

  test.each([[[]], [Array.from({ length: 11 }, (_, index) => index)]])(
    'MUST be given 1 to 10 lists',
    async (variants) => {
      await expect(looking({ variants }, () => missing).result).rejects.toThrow('variants must be a list of 1 to 10');
    },
  );
});
