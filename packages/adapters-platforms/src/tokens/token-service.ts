import type { StoredToken, TokenCache } from '@portico/core/task-center';
import type { Exchange, Outcome } from '@portico/core/work';

/** What asking the vendor for a token came to. */
export type TokenFetch =
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly expiresInMs: number | null;
      readonly exchanges: readonly Exchange[];
    }
  | { readonly kind: 'failed'; readonly outcome: Outcome; readonly exchanges: readonly Exchange[] };

export type HeldToken =
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly version: number;
      readonly exchanges: readonly Exchange[];
    }
  | { readonly kind: 'failed'; readonly outcome: Outcome; readonly exchanges: readonly Exchange[] };

/** Told of every exchange so far whenever one begins, for a caller that may not be there any more when it ends. */
export type TellExchanges = (exchanges: readonly Exchange[]) => void;

export interface TokenServiceDependencies {
  readonly tenant: string;
  readonly platform: string;
  readonly cache: TokenCache;
  /** Asks the vendor, and says what it sends. Never rejects, and bounds its own time. */
  readonly fetch: (sending: (unanswered: Exchange) => void) => Promise<TokenFetch>;
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface TokenService {
  /**
   * A token to send. `rejected` is the version that the vendor just refused: never answered again. Exchanges with the vendor are
   * answered to the caller that caused them, and told to it while they last.
   */
  hold(rejected: number | null, tell?: TellExchanges): Promise<HeldToken>;
  /** Asks the vendor whatever is known, which proves the credentials. */
  renew(tell?: TellExchanges): Promise<HeldToken>;
}

/** How long rejected credentials are not tried again. */
const rejectionMs = 30_000;
const earliestMs = 5 * 60_000;
/** Asking for a token does no harm, and every attempt of the lane waits for it: a passing failure that came quickly is tried again at once. */
const fetchTries = 3;
const quickMs = 1_000;

const tellNobody: TellExchanges = () => {};

interface Known {
  readonly stored: StoredToken;
  /** From here on a new one is fetched before the old one dies. */
  readonly refreshAt: number;
}

/**
 * One token for all callers of a process, and, through the cache's compare-and-swap, for all processes: whoever comes second takes the
 * token of whoever came first.
 */
export const createTokenService = ({
  tenant,
  platform,
  cache,
  fetch,
  now,
  random,
}: TokenServiceDependencies): TokenService => {
  let known: Known | null = null;
  let flight: Promise<HeldToken> | null = null;
  let rejection: { readonly until: number; readonly outcome: Outcome } | null = null;
  const refused = new Set<number>();

  const learn = (stored: StoredToken): Known => {
    if (known !== null && stored.version <= known.stored.version) return known;
    // Spread over the last tenth of the life, so that processes do not all come at once.
    const leftMs = stored.expiresAt === null ? Infinity : Math.max(0, stored.expiresAt - now());
    const marginMs = Math.min(earliestMs, leftMs * 0.1 * (0.5 + random() / 2));
    known = { stored, refreshAt: stored.expiresAt === null ? Infinity : stored.expiresAt - marginMs };
    return known;
  };

  const alive = ({ stored }: Known): boolean =>
    !refused.has(stored.version) && (stored.expiresAt === null || stored.expiresAt > now());
  const fresh = (candidate: Known): boolean => alive(candidate) && candidate.refreshAt > now();

  const held = ({ stored }: Known, exchanges: readonly Exchange[]): HeldToken => ({
    kind: 'token',
    token: stored.token,
    version: stored.version,
    exchanges,
  });

  const storeFailed = (message: string, exchanges: readonly Exchange[]): HeldToken => ({
    kind: 'failed',
    outcome: { kind: 'failed', reason: `the token store failed: ${message}`, retryAfterMs: null },
    exchanges,
  });

  const fetchPatiently = async (tell: TellExchanges): Promise<TokenFetch> => {
    const exchanges: Exchange[] = [];
    for (let left = fetchTries - 1; ; left -= 1) {
      const began = now();
      const fetched = await fetch((unanswered) => tell([...exchanges, unanswered]));
      exchanges.push(...fetched.exchanges);
      const passing =
        fetched.kind === 'failed' && (fetched.outcome.kind === 'failed' || fetched.outcome.kind === 'unknown');
      if (!passing || left === 0 || now() - began > quickMs) return { ...fetched, exchanges };
    }
  };

  const exchangeToken = async (tell: TellExchanges): Promise<HeldToken> => {
    const used = known?.stored.version ?? 0;
    const fetched = await fetchPatiently(tell);
    if (fetched.kind === 'failed') {
      if (fetched.outcome.kind === 'credentials') rejection = { until: now() + rejectionMs, outcome: fetched.outcome };
      return fetched;
    }
    const swapped = await cache.swap(tenant, platform, used, fetched.token, fetched.expiresInMs);
    if (swapped.isErr()) return storeFailed(swapped.error.message, fetched.exchanges);
    return held(learn(swapped.value), fetched.exchanges);
  };

  /** What another process may have fetched meanwhile, else a new one. */
  const look = async (tell: TellExchanges): Promise<HeldToken> => {
    const read = await cache.read(tenant, platform);
    if (read.isErr()) return storeFailed(read.error.message, []);
    if (read.value !== null) {
      const candidate = learn(read.value);
      if (fresh(candidate)) return held(candidate, []);
    }
    const result = await exchangeToken(tell);
    // An early refresh that failed is no reason to stop while the old token lives.
    if (result.kind === 'failed' && result.outcome.kind !== 'credentials' && known !== null && alive(known))
      return held(known, result.exchanges);
    return result;
  };

  const single = async (start: () => Promise<HeldToken>): Promise<HeldToken> => {
    if (flight !== null) {
      const shared = await flight;
      return { ...shared, exchanges: [] };
    }
    flight = start();
    try {
      return await flight;
    } finally {
      flight = null;
    }
  };

  return {
    hold: async (rejected, tell = tellNobody) => {
      if (rejected !== null) {
        refused.add(rejected);
        if (refused.size > 100) for (const version of refused) if (version < rejected) refused.delete(version);
      }
      if (known !== null && fresh(known)) return held(known, []);
      if (rejection !== null && rejection.until > now())
        return { kind: 'failed', outcome: rejection.outcome, exchanges: [] };
      // While the old one lives, only whoever starts the refresh waits for it.
      if (flight !== null && known !== null && alive(known)) return held(known, []);
      const result = await single(() => look(tell));
      if (result.kind !== 'token' || !refused.has(result.version)) return result;
      // A look that was under way already may have found the very token that was refused meanwhile.
      const again = await single(() => look((more) => tell([...result.exchanges, ...more])));
      return { ...again, exchanges: [...result.exchanges, ...again.exchanges] };
    },
    renew: (tell = tellNobody) => {
      rejection = null;
      return single(async () => {
        // What is stored may stem from other credentials; knowing its version, the new one takes its place.
        const read = await cache.read(tenant, platform);
        if (read.isErr()) return storeFailed(read.error.message, []);
        if (read.value !== null) learn(read.value);
        return exchangeToken(tell);
      });
    },
  };
};
