import type { Clock } from '../ports/clock.ts';
import type { Millis } from '../ports/instant.ts';
import type { ApiKey } from './model.ts';

/** Remembers keys by their hash, for a while and within bounds. */
export interface KeyCache {
  get(hash: string): ApiKey | null;
  put(hash: string, key: ApiKey): void;
  /** Forgets a key at once, in this process. */
  drop(id: string): void;
}

const capacity = 1000;

export const createKeyCache = (clock: Clock, keepForMs: Millis): KeyCache => {
  const entries = new Map<string, { readonly key: ApiKey; readonly until: Millis }>();
  return {
    get: (hash) => {
      const entry = entries.get(hash);
      if (entry === undefined) return null;
      if (entry.until > clock.monotonic()) return entry.key;
      entries.delete(hash);
      return null;
    },
    put: (hash, key) => {
      if (keepForMs <= 0) return;
      entries.delete(hash);
      const oldest = entries.keys().next();
      if (entries.size >= capacity && oldest.done !== true) entries.delete(oldest.value);
      entries.set(hash, { key, until: clock.monotonic() + keepForMs });
    },
    drop: (id) => {
      for (const [hash, { key }] of entries) if (key.id === id) entries.delete(hash);
    },
  };
};
