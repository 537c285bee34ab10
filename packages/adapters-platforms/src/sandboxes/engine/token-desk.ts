import type { Change, ReadableStore } from './store.ts';

export interface TokenDesk {
  /** A new token, or one that is valid for longer than `reuseAboveSeconds`. */
  /** With `renew`, one that is answered again lives as long as a new one from now on. */
  issue(reuseAboveSeconds?: number, renew?: boolean): { token: string; expiresIn: number; changes: Change[] };
  check(token: string | undefined): { valid: boolean; changes: Change[] };
}

interface StoredToken {
  readonly expiresAt: number;
}

export interface TokenDeskDependencies {
  readonly store: ReadableStore;
  readonly now: () => number;
  readonly newToken: () => string;
  readonly lifetimeSeconds: number;
  /** While true, a token lives for one to four uses. */
  readonly shortLived: () => boolean;
}

export const tokenCollection = 'tokens';
const mostTokens = 1_000;

export function createTokenDesk(dependencies: TokenDeskDependencies): TokenDesk {
  const { store, now } = dependencies;
  const uses = new Map<string, number>();

  const remove = (token: string): Change => {
    uses.delete(token);
    return [tokenCollection, token];
  };

  const usedUp = (token: string): boolean => {
    if (!dependencies.shortLived()) return false;
    const count = (uses.get(token) ?? 0) + 1;
    uses.set(token, count);
    return count > 1 + (token.charCodeAt(0) % 4);
  };

  return {
    issue(reuseAboveSeconds, renew = false) {
      const tokens = store.collection<StoredToken>(tokenCollection);
      const at = now();
      const changes: Change[] = [];
      let surplus = tokens.size + 1 - mostTokens;
      for (const [token, { expiresAt }] of tokens) {
        const remaining = expiresAt - at;
        if (reuseAboveSeconds !== undefined && remaining > reuseAboveSeconds * 1000) {
          if (!renew) return { token, expiresIn: Math.floor(remaining / 1000), changes };
          const expiresIn = dependencies.lifetimeSeconds;
          changes.push([tokenCollection, token, { expiresAt: at + expiresIn * 1000 } satisfies StoredToken]);
          return { token, expiresIn, changes };
        }
        if (remaining <= 0 || surplus > 0) changes.push(remove(token));
        surplus -= 1;
      }
      const token = dependencies.newToken();
      const expiresIn = dependencies.lifetimeSeconds;
      changes.push([tokenCollection, token, { expiresAt: at + expiresIn * 1000 } satisfies StoredToken]);
      return { token, expiresIn, changes };
    },
    check(token) {
      if (token === undefined) return { valid: false, changes: [] };
      const stored = store.collection<StoredToken>(tokenCollection).get(token);
      if (stored === undefined) return { valid: false, changes: [] };
      if (stored.expiresAt > now() && !usedUp(token)) return { valid: true, changes: [] };
      return { valid: false, changes: [remove(token)] };
    },
  };
}
