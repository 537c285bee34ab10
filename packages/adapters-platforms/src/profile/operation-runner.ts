import type { PushContext } from '@portico/core/task-center';
import type { Exchange, Outcome } from '@portico/core/work';
import { recordExchange } from '../http/exchange.ts';
import { createRedaction } from '../http/redaction.ts';
import type { Redaction } from '../http/redaction.ts';
import type { NoAnswer, VendorClient } from '../http/vendor-client.ts';
import type { HeldToken, TellExchanges, TokenFetch, TokenService } from '../tokens/token-service.ts';
import { judge } from './answer-rules.ts';
import type { Verdict } from './answer-rules.ts';
import type { CompiledOperation, CompiledProfile } from './compile-profile.ts';
import { openScope, ProfileFault } from './scope.ts';
import type { Scope } from './scope.ts';

/** One attempt: what was sent so far, and whether its one fresh token is spent. */
export interface Run {
  readonly context: PushContext;
  readonly startedAt: number;
  readonly exchanges: Exchange[];
  tokenRenewed: boolean;
}

export type Settled = Extract<Verdict, { readonly kind: 'done' }> | Extract<Verdict, { readonly kind: 'outcome' }>;

export interface OperationRunner {
  begin(context: PushContext): Run;
  /** Wall clock, epoch milliseconds: the `now` of what is sent. */
  now(): number;
  /** Sends one operation; a dead token and a missing precondition are seen to once each. `scope` is that of the last answer. */
  run(
    operation: CompiledOperation,
    roots: Readonly<Record<string, unknown>>,
    run: Run,
    purpose: Exchange['purpose'],
  ): Promise<{ readonly verdict: Settled; readonly scope: Scope }>;
  /** Fetches a token whatever is known; null where the platform has none. */
  proveToken(run: Run): Promise<Outcome | null>;
}

export interface RunnerDependencies {
  readonly compiled: CompiledProfile;
  readonly client: VendorClient;
  /** Null where the platform has no token. */
  readonly tokens: TokenService | null;
  readonly secrets: readonly string[];
  readonly now: () => number;
  readonly monotonic: () => number;
}

/** Not worth beginning: an answer would hardly come in time. */
const leastMs = 5;
const tokenTimeoutMs = 15_000;

const outcome = (settled: Outcome): Settled => ({ kind: 'outcome', outcome: settled });
const failed = (reason: string): Settled => outcome({ kind: 'failed', reason, retryAfterMs: null });

/** A fault while rendering is the profile's or the content's, and stays. */
export const faultReason = (fault: ProfileFault): string =>
  fault.pointer === null ? fault.message : `/profile${fault.pointer}: ${fault.message}`;

/** The value, or null when the attempt ends first. */
const within = async <T>(
  promise: Promise<T>,
  { signal, remainingMs }: { readonly signal: AbortSignal; readonly remainingMs: number },
): Promise<T | null> => {
  const { promise: ended, resolve: end } = Promise.withResolvers<null>();
  const stop = (): void => end(null);
  const timer = setTimeout(stop, Math.max(0, remainingMs));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([ended, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
};

/** What stands in the log for a request whose answer comes after the attempt, if at all. */
const tooLate: NoAnswer = {
  kind: 'no-answer',
  sent: true,
  cause: 'timeout',
  message: 'no answer while the attempt lasted',
};

/** Asks a platform for a token as its profile says. The answered token is hidden in what is recorded. */
export const fetchToken = async (
  { compiled, client, secrets, now, monotonic }: Omit<RunnerDependencies, 'tokens'>,
  sending: (unanswered: Exchange) => void,
): Promise<TokenFetch> => {
  const { token } = compiled;
  if (token === null)
    return { kind: 'failed', outcome: { kind: 'refused', reason: 'the profile has no token' }, exchanges: [] };
  const startedAt = monotonic();
  try {
    const { request } = token.render(openScope({ ...compiled.constants, now: now() }));
    sending(recordExchange('token', { atMs: 0, durationMs: 0 }, request, tooLate, createRedaction(secrets)));
    const bound = {
      timeoutMs: tokenTimeoutMs,
      signal: new AbortController().signal,
      redaction: createRedaction(secrets),
    };
    const reply = await client.send(request, bound);
    const durationMs = monotonic() - startedAt;
    const { verdict, scope } = judge(reply, token.answers, compiled.constants, now());
    const record = (more: readonly string[]): readonly Exchange[] => [
      recordExchange('token', { atMs: 0, durationMs }, request, reply, createRedaction([...secrets, ...more])),
    ];
    if (verdict.kind === 'done') {
      const value = token.token(scope);
      const seconds = token.expiresInSeconds?.(scope) ?? null;
      if (typeof value === 'string' && value !== '' && value.length <= 16_384) {
        const expiresInMs = seconds === null ? null : Number(seconds) * 1_000;
        if (expiresInMs === null || (Number.isFinite(expiresInMs) && expiresInMs > 0))
          return { kind: 'token', token: value, expiresInMs, exchanges: record([value]) };
      }
      return {
        kind: 'failed',
        outcome: { kind: 'failed', reason: 'the answer names no usable token', retryAfterMs: null },
        exchanges: record([]),
      };
    }
    if (verdict.kind === 'outcome') {
      // A token that was lost did no harm.
      const { outcome: said } = verdict;
      const harmless: Outcome =
        said.kind === 'unknown' ? { kind: 'failed', reason: said.reason, retryAfterMs: null } : said;
      return { kind: 'failed', outcome: harmless, exchanges: record([]) };
    }
    return { kind: 'failed', outcome: { kind: 'credentials', reason: verdict.reason }, exchanges: record([]) };
  } catch (error) {
    if (!(error instanceof ProfileFault)) throw error;
    return { kind: 'failed', outcome: { kind: 'refused', reason: faultReason(error) }, exchanges: [] };
  }
};

/** Runs operations of a compiled profile. Nothing it does rejects, bugs aside. */
export const createOperationRunner = ({
  compiled,
  client,
  tokens,
  secrets,
  now,
  monotonic,
}: RunnerDependencies): OperationRunner => {
  const plain = createRedaction(secrets);
  let latest: { readonly token: string; readonly redaction: Redaction } | null = null;
  const redactionFor = (token: string | null): Redaction => {
    if (token === null) return plain;
    if (latest?.token !== token) latest = { token, redaction: createRedaction([...secrets, token]) };
    return latest.redaction;
  };

  /** Sent for attempts that were over by then; whoever asks for a token next logs it. */
  const unlogged: Exchange[] = [];

  const holdToken = async (
    run: Run,
    ask: (service: TokenService, tell: TellExchanges) => Promise<HeldToken>,
  ): Promise<Extract<HeldToken, { kind: 'token' }> | Settled | null> => {
    if (tokens === null) return null;
    const atMs = monotonic() - run.startedAt;
    const log = (exchanges: readonly Exchange[]): void =>
      void run.exchanges.push(
        ...exchanges.map((exchange) => ({ ...exchange, atMs: Math.round(atMs + exchange.atMs) })),
      );
    let told: readonly Exchange[] = [];
    const asked = ask(tokens, (exchanges) => void (told = exchanges));
    const token = await within(asked, { signal: run.context.signal, remainingMs: run.context.remainingMs() });
    log(unlogged.splice(0));
    if (token === null) {
      const known = told;
      log(known);
      void asked.then(({ exchanges }) => unlogged.push(...exchanges.slice(known.length)));
      return failed('no time left while waiting for a token');
    }
    log(token.exchanges);
    return token.kind === 'token' ? token : outcome(token.outcome);
  };

  const sendOnce = async (
    operation: CompiledOperation,
    roots: Readonly<Record<string, unknown>>,
    token: string | null,
    run: Run,
    purpose: Exchange['purpose'],
  ): Promise<{ readonly verdict: Verdict; readonly scope: Scope }> => {
    const { signal } = run.context;
    const scope = openScope({ ...roots, token, now: now() });
    const { request } = operation.render(scope);
    const timeoutMs = run.context.remainingMs();
    if (timeoutMs < leastMs || signal.aborted)
      return { verdict: failed(signal.aborted ? 'stopped before it was sent' : 'no time left to send it'), scope };
    const sentAt = monotonic();
    const redaction = redactionFor(token);
    const reply = await client.send(request, { timeoutMs, signal, redaction });
    const timing = { atMs: sentAt - run.startedAt, durationMs: monotonic() - sentAt };
    const exchange = recordExchange(purpose, timing, request, reply, redaction);
    run.exchanges.push(exchange);
    return judge(reply, operation.answers, roots, now());
  };

  /** An answer that says nothing about the effect is as good as none, until the platform has been asked. */
  const confirm = async (
    { confirm: looking }: CompiledOperation,
    reason: string,
    roots: Readonly<Record<string, unknown>>,
    run: Run,
  ): Promise<Settled> => {
    if (looking === null) return outcome({ kind: 'unknown', reason });
    const { verdict } = await runOperation(looking, roots, run, 'read-back');
    if (verdict.kind === 'done')
      return verdict.found === 'missing'
        ? failed(reason)
        : { kind: 'done', found: 'as-sent', remoteId: verdict.remoteId };
    return verdict.outcome.kind === 'failed' ? outcome({ kind: 'unknown', reason: verdict.outcome.reason }) : verdict;
  };

  const runOperation: OperationRunner['run'] = async (operation, roots, run, purpose) => {
    let rejected: number | null = null;
    const prepared = new Set<string>();
    for (;;) {
      const token = await holdToken(run, (service, tell) => service.hold(rejected, tell));
      if (token !== null && token.kind !== 'token') return { verdict: token, scope: openScope(roots) };
      const { verdict, scope } = await sendOnce(operation, roots, token?.token ?? null, run, purpose);
      if (verdict.kind === 'done' || verdict.kind === 'outcome') return { verdict, scope };
      if (verdict.kind === 'expired') {
        if (token === null) return { verdict: outcome({ kind: 'credentials', reason: verdict.reason }), scope };
        if (run.tokenRenewed) return { verdict: failed(`a fresh token was rejected too: ${verdict.reason}`), scope };
        run.tokenRenewed = true;
        rejected = token.version;
        continue;
      }
      if (verdict.kind === 'confirm') return { verdict: await confirm(operation, verdict.reason, roots, run), scope };
      const preparation = compiled.prepare.get(verdict.name);
      if (preparation === undefined || prepared.has(verdict.name) || prepared.size >= 3)
        return { verdict: failed(verdict.reason), scope };
      prepared.add(verdict.name);
      // What was answered says that nothing took effect, so whatever the preparation comes to, nothing is uncertain about the call itself.
      const { verdict: made } = await runOperation(
        { ...preparation, answers: preparation.answers.filter((rule) => rule.outcome !== 'prepare') },
        roots,
        run,
        purpose,
      );
      if (made.kind === 'outcome') {
        const { outcome: said } = made;
        return { verdict: said.kind === 'unknown' ? failed(said.reason) : made, scope };
      }
    }
  };

  return {
    now,
    begin: (context) => ({ context, startedAt: monotonic(), exchanges: [], tokenRenewed: false }),
    run: async (operation, roots, run, purpose) => {
      try {
        return await runOperation(operation, { ...compiled.constants, ...roots }, run, purpose);
      } catch (error) {
        if (!(error instanceof ProfileFault)) throw error;
        return { verdict: outcome({ kind: 'refused', reason: faultReason(error) }), scope: openScope(roots) };
      }
    },
    proveToken: async (run) => {
      const token = await holdToken(run, (service, tell) => service.renew(tell));
      if (token === null || token.kind === 'token') return null;
      return token.kind === 'outcome' ? token.outcome : null;
    },
  };
};
