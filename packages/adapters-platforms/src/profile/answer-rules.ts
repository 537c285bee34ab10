import type { Outcome } from '@portico/core/work';
import type { NoAnswer, VendorAnswer } from '../http/vendor-client.ts';
import { textOf } from './functions.ts';
import { parseJsonText } from './json-text.ts';
import type { AnswerRule } from './profile-document.ts';
import { openScope, ProfileFault } from './scope.ts';
import type { Evaluate, Scope } from './scope.ts';
import type { Compiler } from './template.ts';
import { compileTemplate } from './template.ts';

/** What an answer means, before anybody acts on it. */
export type Verdict =
  | { readonly kind: 'done'; readonly found: 'as-sent' | 'existed' | 'missing'; readonly remoteId: string | null }
  /** The token is dead: a new one, and once more. */
  | { readonly kind: 'expired'; readonly reason: string }
  /** Something must be there first: make it, and once more. */
  | { readonly kind: 'prepare'; readonly name: string; readonly reason: string }
  /** It says nothing about whether it took effect: look. */
  | { readonly kind: 'confirm'; readonly reason: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome };

export interface CompiledRule {
  readonly outcome: AnswerRule['outcome'];
  readonly scope: 'lane' | 'key';
  readonly when: Evaluate;
  readonly reason: Evaluate | null;
  readonly retryAfterSeconds: Evaluate | null;
  readonly remoteId: Evaluate | null;
  readonly prepare: string;
}

const throttledMs = { unless: 5_000, least: 100, most: 3_600_000 } as const;
const maxRemoteId = 512;

export const compileRules = (
  rules: readonly AnswerRule[],
  pointer: string,
  compiler: Compiler,
): readonly CompiledRule[] =>
  rules.map((rule, index) => {
    const at = `${pointer}/${index}`;
    const optional = (name: 'retryAfterSeconds' | 'remoteId'): Evaluate | null => {
      const text = rule[name];
      return text === undefined ? null : compiler.expression(text, `${at}/${name}`, []);
    };
    return {
      outcome: rule.outcome,
      scope: rule.scope ?? 'lane',
      when: compiler.expression(rule.when, `${at}/when`, []),
      reason: rule.reason === undefined ? null : compileTemplate(rule.reason, `${at}/reason`, compiler),
      retryAfterSeconds: optional('retryAfterSeconds'),
      remoteId: optional('remoteId'),
      prepare: rule.prepare ?? '',
    };
  });

const isHtml = ({ headers, text }: VendorAnswer): boolean =>
  (headers['content-type'] ?? '').includes('text/html') || /^\s*<(?:!doctype|html)/iu.test(text.slice(0, 200));

const retryAfterMs = (value: string, now: number): number | null => {
  if (/^\d{1,9}$/u.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at - now;
};

const throttled = (forMs: number | null, reason: string, scope: 'lane' | 'key' = 'lane'): Verdict => ({
  kind: 'outcome',
  outcome: {
    kind: 'deferred',
    scope,
    forMs: Math.min(throttledMs.most, Math.max(throttledMs.least, forMs ?? throttledMs.unless)),
    reason,
  },
});

const failed = (reason: string): Verdict => ({
  kind: 'outcome',
  outcome: { kind: 'failed', reason, retryAfterMs: null },
});
const refused = (reason: string): Verdict => ({ kind: 'outcome', outcome: { kind: 'refused', reason } });
const unknown = (reason: string): Verdict => ({ kind: 'outcome', outcome: { kind: 'unknown', reason } });
const credentials = (reason: string): Verdict => ({ kind: 'outcome', outcome: { kind: 'credentials', reason } });

const excerpt = (text: string): string => text.slice(0, 300).toWellFormed().replaceAll('\u0000', '');

/** What HTTP alone says, where no rule of the profile knows better. */
const judgeByHttp = (answer: VendorAnswer, parsed: boolean, now: number): Verdict => {
  const { status, headers, text } = answer;
  const said = `HTTP ${status}: ${excerpt(text)}`;
  if (status === 401) return { kind: 'expired', reason: said };
  if (status === 502 || status === 504) return unknown(`a gateway gave up waiting: ${said}`);
  const retryAfter = headers['retry-after'];
  if (status === 429 || retryAfter !== undefined) return throttled(retryAfterMs(retryAfter ?? '', now), said);
  // The server says itself that it did not take the request in: another try may do.
  if (status >= 500 || status === 408 || status === 425) return failed(said);
  if (status >= 400) return refused(said);
  if (status >= 300)
    return {
      kind: 'expired',
      reason: `redirected to ${excerpt(headers['location'] ?? 'nowhere')} with HTTP ${status}`,
    };
  if (parsed) return failed(`not recognised: ${said}`);
  if (isHtml(answer)) return { kind: 'expired', reason: `a web page instead of an answer: ${said}` };
  return unknown(`cannot be read: ${said}`);
};

/** Whether a condition holds. One that cannot be evaluated on this answer does not. */
const holds = (rule: CompiledRule, scope: Scope): boolean => {
  try {
    return rule.when(scope) === true;
  } catch (error) {
    if (error instanceof ProfileFault) return false;
    throw error;
  }
};

const optionalText = (evaluate: Evaluate | null, scope: Scope): string | null => {
  if (evaluate === null) return null;
  try {
    const text = textOf(evaluate(scope), 'a text');
    return text === '' ? null : text;
  } catch (error) {
    if (error instanceof ProfileFault) return null;
    throw error;
  }
};

const judgeByRule = (rule: CompiledRule, scope: Scope, answer: VendorAnswer, now: number): Verdict => {
  const reason = optionalText(rule.reason, scope)?.slice(0, 1_000) ?? `HTTP ${answer.status}: ${excerpt(answer.text)}`;
  switch (rule.outcome) {
    case 'done':
    case 'existed':
    case 'missing': {
      const remoteId = optionalText(rule.remoteId, scope);
      if (remoteId !== null && remoteId.length > maxRemoteId)
        return unknown(`the answered id is longer than ${maxRemoteId} characters`);
      return { kind: 'done', found: rule.outcome === 'done' ? 'as-sent' : rule.outcome, remoteId };
    }
    case 'expired':
      return { kind: 'expired', reason };
    case 'prepare':
      return { kind: 'prepare', name: rule.prepare, reason };
    case 'confirm':
      return { kind: 'confirm', reason };
    case 'throttled': {
      const seconds = Number(optionalText(rule.retryAfterSeconds, scope) ?? Number.NaN);
      const fromHeader = retryAfterMs(answer.headers['retry-after'] ?? '', now);
      return throttled(Number.isFinite(seconds) ? seconds * 1_000 : fromHeader, reason, rule.scope);
    }
    case 'refused':
      return refused(reason);
    case 'failed':
      return failed(reason);
    case 'unknown':
      return unknown(reason);
    case 'credentials':
      return credentials(reason);
  }
};

/** Says what a reply means: the profile's rules in order, then HTTP's own. The answer joins the scope's roots for the rules. */
export const judge = (
  reply: VendorAnswer | NoAnswer,
  rules: readonly CompiledRule[],
  roots: Readonly<Record<string, unknown>>,
  now: number,
): { readonly verdict: Verdict; readonly scope: Scope } => {
  if (reply.kind === 'no-answer') {
    // Stopped or out of time before anything left is as harmless as a refused connection.
    const verdict = reply.sent ? unknown(`no answer: ${reply.message}`) : failed(`not sent: ${reply.message}`);
    return { verdict, scope: openScope(roots) };
  }
  const parsed = parseJsonText(reply.text);
  const scope = openScope({
    ...roots,
    status: reply.status,
    headers: reply.headers,
    body: parsed ?? null,
    text: reply.text,
  });
  for (const rule of rules) {
    // Success cannot be read from a server's failure, whatever its body says.
    const claimsDone = ['done', 'existed', 'missing', 'confirm'].includes(rule.outcome);
    if (claimsDone && (reply.status >= 500 || reply.status === 401 || reply.status === 429)) continue;
    if (holds(rule, scope)) return { verdict: judgeByRule(rule, scope, reply, now), scope };
  }
  return { verdict: judgeByHttp(reply, parsed !== undefined, now), scope };
};
