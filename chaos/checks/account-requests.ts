import { parseMirrorKey } from '@portico/core/task-center';
import type { WireEntry } from '../sandboxes/wire-entry.ts';
import type { LedgerAttempt, LedgerExchange } from './ledger.ts';
import { loggedFingerprint, wireParts, type WirePart } from './wire-parts.ts';

/** How requests and log agree. */
export interface Accounts {
  /** Parts of requests that the vendors saw. */
  readonly seen: number;
  /** Of these, those that stand in the log with what was sent. */
  readonly logged: number;
  /** Those of a worker that was lost: their attempt stands in the log, as interrupted. */
  readonly interrupted: number;
  /** Seen by a vendor, and in nobody's log. */
  readonly unaccounted: readonly string[];
  /** Answered according to the log, and never seen by the vendor. */
  readonly invented: readonly string[];
  /** Seen by a vendor after the claim that they belong to was taken over. */
  readonly late: readonly string[];
}

interface Sent {
  readonly at: number;
  readonly attempt: LedgerAttempt;
  readonly exchange: LedgerExchange;
  taken: boolean;
}

interface Seen extends WirePart {
  readonly at: number;
  readonly path: string;
  readonly status: number | null;
}

const timeOf = ({ at }: Seen): string => new Date(at).toISOString();

/** Clocks are read by several processes at different moments. */
const slackMs = 250;
/** A lost attempt may have sent so much: its call, a token, the call again, and what came before it. */
const mostOfOne = 8;

/** How a key's object is called in the vendor's words. */
const objectOfKey = (platform: string, key: string): string | null => {
  const ref = parseMirrorKey(key);
  if (ref === null) return null;
  switch (platform) {
    case 'jinzhi':
      return `${ref.taskId}_${(ref.assigneeId ?? '').replaceAll('~', '~0').replaceAll('_', '~1')}`;
    case 'weaver-ofs':
      return `${ref.taskId}:${ref.assigneeId}`;
    case 'tongyidaiban':
      return ref.taskId;
    default:
      return ref.instanceId;
  }
};

/** Which object an id of the vendor's belongs to, by the answers that told it. */
const namedIds = (platform: string, wire: readonly WireEntry[]): ReadonlyMap<string, string> =>
  new Map(
    wire.flatMap(({ path, body, told }) => {
      const [part, ...others] = told.length === 0 ? [] : wireParts(platform, path, body);
      const object = others.length > 0 ? null : (part?.object ?? null);
      return object === null ? [] : told.map((id) => [id, object] as const);
    }),
  );

const isAfterClaim = ({ at }: Seen, { attempt }: Sent): boolean => attempt.claimedAt <= at + slackMs;
const isDuring = ({ at }: Seen, { attempt }: Sent): boolean => at <= attempt.claimedAt + attempt.durationMs + slackMs;
const isSameAnswer = ({ status }: Seen, { exchange }: Sent): boolean => (exchange.response?.status ?? null) === status;

/** How well request and log must fit, the best first. What is sent for a token after its attempt stands in the log of a later one. */
const fits: readonly ((seen: Seen, sent: Sent) => boolean)[] = [
  (seen, sent) => isAfterClaim(seen, sent) && isDuring(seen, sent) && isSameAnswer(seen, sent),
  (seen, sent) => isAfterClaim(seen, sent) && isSameAnswer(seen, sent),
  isAfterClaim,
  ({ token }) => token,
];

/** Takes from the log what fits a request, the nearest in time. */
const take = (seen: Seen, candidates: readonly Sent[], isFit: (typeof fits)[number]): Sent | null => {
  let best: Sent | null = null;
  for (const sent of candidates) {
    if (sent.taken || !isFit(seen, sent)) continue;
    if (best === null || Math.abs(sent.at - seen.at) < Math.abs(best.at - seen.at)) best = sent;
  }
  if (best !== null) best.taken = true;
  return best;
};

const covers = (attempt: LedgerAttempt, at: number, timeoutMs: number): boolean => {
  const lost = attempt.outcome === 'interrupted' || (attempt.outcome === 'unknown' && attempt.exchanges.length === 0);
  if (!lost) return false;
  const until = Math.min(attempt.claimedAt + attempt.durationMs, attempt.takenOverAt ?? Infinity);
  // Nothing is sent after an attempt's time is over; what it sent then counts as nobody's.
  return attempt.claimedAt - slackMs <= at && at <= Math.min(until, attempt.claimedAt + timeoutMs) + 4 * slackMs;
};

/** Ties what was seen to what the log says was sent, each to one at most. */
const matchWithLog = (seen: readonly Seen[], sent: readonly Sent[]): ReadonlyMap<Seen, LedgerAttempt> => {
  const logged = Map.groupBy(sent, ({ exchange: { request } }) => loggedFingerprint(request.url, request.body));
  const matched = new Map<Seen, LedgerAttempt>();
  for (const isFit of fits)
    for (const part of seen) {
      const found = matched.has(part) ? null : take(part, logged.get(part.fingerprint) ?? [], isFit);
      if (found !== null) matched.set(part, found.attempt);
    }
  return matched;
};

/** Which of the requests no lost attempt can have sent. */
const withoutAttempt = (
  platform: string,
  seen: readonly Seen[],
  ids: ReadonlyMap<string, string>,
  attempts: readonly LedgerAttempt[],
  timeoutMs: number,
): readonly string[] => {
  const byObject = Map.groupBy(attempts, ({ key }) => objectOfKey(platform, key));
  // A sweep has a key of its own, and reads many objects.
  const sweeps = byObject.get(null) ?? [];
  const charged = new Map<number, number>();
  return seen.flatMap((part) => {
    const object = part.object ?? (part.remoteId === null ? null : (ids.get(part.remoteId) ?? null));
    const possible = part.token ? attempts : [...(object === null ? [] : (byObject.get(object) ?? [])), ...sweeps];
    const lost = possible.find(
      (attempt) => covers(attempt, part.at, timeoutMs) && (charged.get(attempt.claim) ?? 0) < mostOfOne,
    );
    if (lost === undefined) return [`${platform} ${timeOf(part)} ${part.path} ${object ?? part.remoteId ?? ''}`];
    charged.set(lost.claim, (charged.get(lost.claim) ?? 0) + 1);
    return [];
  });
};

/** Compares what one vendor saw with what the log says was sent there. */
const accountFor = (
  platform: string,
  wire: readonly WireEntry[],
  attempts: readonly LedgerAttempt[],
  timeoutMs: number,
): Accounts => {
  const sent = attempts.flatMap((attempt) =>
    attempt.exchanges.map((exchange): Sent => ({
      at: attempt.claimedAt + exchange.atMs,
      attempt,
      exchange,
      taken: false,
    })),
  );
  const seen = wire
    .flatMap(({ at, path, body, status }) =>
      wireParts(platform, path, body).map((part): Seen => ({ ...part, at, path, status })),
    )
    .toSorted((a, b) => a.at - b.at);
  const matched = matchWithLog(seen, sent);
  const unmatched = seen.filter((part) => !matched.has(part));
  const unaccounted = withoutAttempt(platform, unmatched, namedIds(platform, wire), attempts, timeoutMs);
  const invented = sent
    .filter(({ taken, exchange }) => !taken && exchange.response !== null)
    .map(({ attempt, exchange }) => `${platform} ${attempt.key} claim ${attempt.claim} ${exchange.request.url}`);
  // A token is nobody's alone, so asking for one outlives the attempt that began it.
  const late = [...matched]
    .filter(([part, { takenOverAt }]) => !part.token && takenOverAt !== null && part.at > takenOverAt + slackMs)
    .map(([part, { key, claim }]) => `${platform} ${timeOf(part)} ${key} claim ${claim}`);
  const interrupted = unmatched.length - unaccounted.length;
  return { seen: seen.length, logged: matched.size, interrupted, unaccounted, invented, late };
};

/** Ties every request that the vendors saw to the attempt log, and every answer in the log to a request. */
export const accountRequests = (
  wire: readonly WireEntry[],
  attempts: readonly LedgerAttempt[],
  timeoutMs: number,
): Accounts => {
  const platforms = new Set([...wire.map(({ platform }) => platform), ...attempts.map(({ platform }) => platform)]);
  const parts = [...platforms].map((platform) =>
    accountFor(
      platform,
      wire.filter((entry) => entry.platform === platform),
      attempts.filter((attempt) => attempt.platform === platform),
      timeoutMs,
    ),
  );
  const sum = (count: (accounts: Accounts) => number): number => parts.reduce((total, one) => total + count(one), 0);
  return {
    seen: sum(({ seen }) => seen),
    logged: sum(({ logged }) => logged),
    interrupted: sum(({ interrupted }) => interrupted),
    unaccounted: parts.flatMap((one) => one.unaccounted),
    invented: parts.flatMap((one) => one.invented),
    late: parts.flatMap((one) => one.late),
  };
};
