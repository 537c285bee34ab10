import { okAsync } from 'neverthrow';
import { createBoundedMap } from '../limits/bounded-map.ts';
import type { IdempotencyRef, IdempotencyStart, IdempotencyStore, KeptAnswer } from './idempotency-store.ts';

const keptForMs = 24 * 3_600_000;

const nameOf = ({ tenant, route, key }: IdempotencyRef): string => JSON.stringify([tenant, route, key]);

/**
 * Keeps answers in this process, at most `capacity` of them. An answer may hold a new API key's secret, which therefore is in
 * memory for as long; it is written nowhere.
 */
export const createMemoryIdempotencyStore = (capacity = 10_000): IdempotencyStore => {
  const entries = createBoundedMap<string, { hash: string; at: number; answer: KeptAnswer | null }>(capacity);
  return {
    start(ref, hash, at) {
      const name = nameOf(ref);
      const entry = entries.get(name);
      const start = (): IdempotencyStart => {
        if (entry === undefined || at - entry.at >= keptForMs) {
          entries.set(name, { hash, at, answer: null });
          return { kind: 'new' };
        }
        if (entry.hash !== hash) return { kind: 'mismatch' };
        return entry.answer === null ? { kind: 'under-way' } : { kind: 'answered', answer: entry.answer };
      };
      return okAsync(start());
    },
    finish(ref, answer) {
      const entry = entries.get(nameOf(ref));
      if (entry !== undefined) entry.answer = answer;
      return okAsync(undefined);
    },
    abandon(ref) {
      entries.delete(nameOf(ref));
      return okAsync(undefined);
    },
  };
};
