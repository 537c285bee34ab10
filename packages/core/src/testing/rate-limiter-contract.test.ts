import { describe, expect, test } from 'vitest';
import { createMemoryRateLimiter } from '../memory/memory-rate-limiter.ts';
import { rateLimiterContract, type RateLimiterSubject } from './rate-limiter-contract.ts';
import { rateLimiterMutants, type RateLimiterMutant } from './rate-limiter-mutants.ts';

const subjectOf = (start: RateLimiterMutant['start'], runs: number): RateLimiterSubject => {
  let now = 0;
  const { open, remembered } = start({ monotonic: () => now });
  return {
    open,
    advance: async (ms) => void (now += ms),
    rememberedAfter: async (ms) => {
      now += ms;
      (await open().take([{ key: 'another', perSecond: 1, burst: 1, wanted: 0 }]))._unsafeUnwrap();
      return remembered();
    },
    runs,
  };
};

describe('The rate limiter in memory', () => {
  test.each(rateLimiterContract)('$name', async ({ run }) => {
    const subject = subjectOf((clock) => {
      const limiter = createMemoryRateLimiter(clock);
      return { open: () => limiter, remembered: limiter.size };
    }, 200);
    await expect(run(subject)).resolves.toBeUndefined();
  });
});

describe('The contract of the rate limiter', () => {
  test.each(rateLimiterMutants)('MUST catch a limiter that $name', async ({ start }) => {
    let broken: string | null = null;
    for (const { name, run } of rateLimiterContract) {
      await run(subjectOf(start, 20)).catch(() => (broken = name));
      if (broken !== null) break;
    }
    expect(broken).not.toBeNull();
  });
});
