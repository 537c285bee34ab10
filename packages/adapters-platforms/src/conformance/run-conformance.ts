import type { SettingsInvalid, TaskCenterPlatform } from '@portico/core/task-center';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import { createRedaction } from '../http/redaction.ts';
import type { Redaction } from '../http/redaction.ts';
import type { VendorClient } from '../http/vendor-client.ts';
import { openProfile } from '../profile/open-profile.ts';
import { parseProfile } from '../profile/parse-profile.ts';
import { checkPromise, findingOf } from './check-promise.ts';
import type { Checking } from './check-promise.ts';
import { words } from './finding.ts';
import type { ConformanceReport, Finding, Verdict } from './finding.ts';
import type { ConformancePromise, PromiseKit } from './promise.ts';
import { promises } from './promises.ts';
import { createRecordingClient } from './recording-client.ts';
import { createReplayClient } from './replay-client.ts';
import { createRunTokens, createSampleTokens, type RunTokens } from './run-tokens.ts';
import type { Sample } from './samples.ts';
import type { RunIdentity } from './subject.ts';

export interface ConformanceConnection {
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly timezone: string;
}

/** Where answers are from. */
export type ConformanceTarget =
  | {
      readonly kind: 'live';
      readonly client: VendorClient;
      /** What a run may send at most, cleaning up aside. */
      readonly maxRequests: number;
      /** Epoch milliseconds. */
      readonly now: () => number;
      /** Waits so many milliseconds: some platforms take their time until what they took can be read. */
      readonly pause: (ms: number) => Promise<void>;
    }
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] };

export interface ConformanceOptions {
  /** A profile document, as it would be uploaded. */
  readonly profile: unknown;
  readonly connection: ConformanceConnection;
  readonly identity: RunIdentity;
  readonly target: ConformanceTarget;
  /** Ids of promises that are not tried. */
  readonly skip?: readonly string[];
  readonly onFinding?: (finding: Finding) => void;
  /** Whether no further promise is to be tried; what the present one made is still taken away. */
  readonly stopped?: () => boolean;
}

export interface ConformanceRun {
  readonly report: ConformanceReport;
  /** What was said in a live run, as samples that replay it; secrets hidden. */
  readonly samples: readonly Sample[];
}

/** What may be sent beyond the limit to take one thing away again. */
const cleaningRequests = 8;

/** How answers of one kind are come by. */
interface Source {
  readonly client: VendorClient;
  /** Epoch milliseconds; stands still within a promise, so that a replay renders the same. */
  now(): number;
  readonly sent: number | null;
  check(promise: ConformancePromise, ordinal: number, checking: Checking): Promise<Finding>;
}

const liveSource = (
  target: Extract<ConformanceTarget, { kind: 'live' }>,
  base: URL,
  samples: Sample[],
  left: string[],
): Source => {
  const client = createRecordingClient(target.client, base, target.maxRequests);
  let clock = target.now();
  return {
    client,
    now: () => clock,
    get sent() {
      return client.sent;
    },
    check: async (promise, ordinal, checking) => {
      clock = target.now();
      const { verdict, note, steps, created } = await checkPromise(checking, promise, ordinal);
      const exchanges = client.take();
      if (exchanges.length > 0) samples.push({ promise: promise.id, now: clock, exchanges: [...exchanges] });
      const { exhausted } = client;
      // What was made last goes first: a task before the instance that holds it.
      for (const [key, withdraw] of [...created].toReversed()) {
        const { outcome } = await client.cleaning(cleaningRequests, withdraw);
        if (outcome.kind !== 'done') left.push(key);
      }
      client.take();
      return exhausted
        ? findingOf(promise, 'skipped', words('the limit of requests was reached', '已达到请求数上限'), steps)
        : findingOf(promise, verdict, note, steps);
    },
  };
};

const sampleSource = (samples: readonly Sample[], base: URL, at: number): Source => {
  const client = createReplayClient(base);
  let clock = at;
  return {
    client,
    now: () => clock,
    sent: null,
    check: async (promise, ordinal, checking) => {
      const sample = samples.find((one) => one.promise === promise.id);
      client.begin(sample?.exchanges ?? []);
      clock = sample?.now ?? at;
      const { verdict, note, steps } = await checkPromise(checking, promise, ordinal);
      const { problem } = client;
      if (problem === null) return findingOf(promise, verdict, note, steps);
      return findingOf(promise, problem.kind === 'no-sample' ? 'no-sample' : 'broken', problem.message, steps);
    },
  };
};

/** Hides in every text of a value; names of fields have done their part when it was recorded. */
const hideIn = <T>(value: T, redaction: Redaction): T => {
  const hidden = (part: unknown): unknown => {
    if (typeof part === 'string') return redaction.text(part);
    if (Array.isArray(part)) return part.map(hidden);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, hidden(field)]));
  };
  return hidden(value) as T;
};

const countOf = (findings: readonly Finding[]): Readonly<Record<Verdict, number>> => {
  const counts: Record<Verdict, number> = {
    kept: 0,
    broken: 0,
    unseen: 0,
    'not-claimed': 0,
    'no-sample': 0,
    skipped: 0,
  };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
};

/**
 * Checks what Portico needs of a platform, promise by promise, against recorded samples or a live test system. A live run makes to-dos for
 * the test person only and takes each away again before the next promise. Settings and profile that do not fit are the only error.
 */
export const runConformance = async (options: ConformanceOptions): Promise<Result<ConformanceRun, SettingsInvalid>> => {
  const { connection, identity, target, skip = [], onFinding, stopped = () => false } = options;
  const parsed = parseProfile(options.profile);
  if (parsed.isErr()) {
    const issues = parsed.error.map(({ pointer, message }) => ({ pointer: `/profile${pointer}`, message }));
    return err({ code: 'SETTINGS_INVALID', issues });
  }
  const profile = parsed.value;
  const base = new URL(URL.canParse(connection.baseUrl) ? connection.baseUrl : 'http://localhost');
  const samples: Sample[] = [];
  const left: string[] = [];
  const source =
    target.kind === 'live' ? liveSource(target, base, samples, left) : sampleSource(target.samples, base, identity.at);
  const tokens = target.kind === 'live' ? createRunTokens(null) : createSampleTokens();
  const wrong = (): Record<string, string> =>
    Object.fromEntries(Object.keys(connection.secrets).map((name) => [name, `wrong-${identity.run}-credentials`]));
  // Whatever token is given to any of them must be hidden in the end.
  const caches = new Set<RunTokens>([tokens]);
  const cacheOf = (change: Parameters<PromiseKit['reopen']>[0]): RunTokens => {
    const cache = change.tokens ?? (change.secrets === 'wrong' ? createRunTokens(null) : tokens);
    caches.add(cache);
    return cache;
  };
  const open = (change: Parameters<PromiseKit['reopen']>[0]): Result<TaskCenterPlatform, SettingsInvalid> =>
    openProfile(
      profile,
      {
        ...connection,
        tenant: 'default',
        code: 'check',
        secrets: change.secrets === 'wrong' ? wrong() : connection.secrets,
        profile: options.profile,
        tokens: cacheOf(change),
      },
      { client: source.client, now: source.now, monotonic: () => performance.now(), random: () => 0.5 },
    );
  const opened = open({});
  if (opened.isErr()) return err(opened.error);
  const checking: Checking = {
    platform: opened.value,
    profile,
    identity,
    pause: target.kind === 'live' ? target.pause : () => Promise.resolve(),
    reopen: (change) => open(change)._unsafeUnwrap(),
  };

  const findings: Finding[] = [];
  let connected = true;
  const checked = (promise: ConformancePromise, ordinal: number): Finding | Promise<Finding> => {
    const unclaimed = promise.claimed(profile);
    if (unclaimed !== null) return findingOf(promise, 'not-claimed', unclaimed);
    if (skip.includes(promise.id)) return findingOf(promise, 'skipped', words('as asked', '按要求跳过'));
    if (stopped()) return findingOf(promise, 'skipped', words('stopped', '已中止'));
    if (!connected) return findingOf(promise, 'skipped', words('there is no connection', '无法连接'));
    return source.check(promise, ordinal, checking);
  };
  for (const [index, promise] of promises.entries()) {
    const finding = await checked(promise, index + 1);
    // A system that cannot be signed in to is left alone.
    if (promise.id === 'connection' && finding.verdict === 'broken' && target.kind === 'live') connected = false;
    findings.push(finding);
    onFinding?.(finding);
  }

  const counts = countOf(findings);
  const exchanges = findings.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges));
  const redaction = createRedaction([
    ...[...caches].flatMap(({ seen }) => [...seen]),
    ...Object.values(connection.secrets),
  ]);
  return ok({
    report: {
      profile: profile.name,
      mode: target.kind,
      baseUrl: connection.baseUrl,
      startedAt: new Date(identity.at).toISOString(),
      capabilities: { ...profile.capabilities },
      passed: counts.broken === 0 && counts.kept > 0 && !stopped(),
      complete: counts['no-sample'] + counts.skipped === 0,
      counts,
      requests: source.sent ?? exchanges.length,
      findings,
      left,
    },
    samples: samples.map((sample) => ({ ...sample, exchanges: hideIn(sample.exchanges, redaction) })),
  });
};
