import type {
  PlatformCapabilities,
  PushAnswer,
  PushCall,
  PushContext,
  PushData,
  PushRefusal,
  TaskCenterPlatform,
  VerifyAnswer,
} from '@portico/core/task-center';
import type { Exchange, Outcome } from '@portico/core/work';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import { rootsOf } from './call-roots.ts';
import type { CompiledOperation, CompiledProfile, CompiledUnit } from './compile-profile.ts';
import { lookUp } from './look-up.ts';
import type { LookUpResult } from './look-up.ts';
import { faultReason } from './operation-runner.ts';
import type { OperationRunner, Run, Settled } from './operation-runner.ts';
import { openScope, ProfileFault } from './scope.ts';
import { textOf } from './functions.ts';
import { redacted } from '../http/redaction.ts';
import { storable } from '../http/exchange.ts';

export interface ProfilePlatformDependencies {
  readonly capabilities: PlatformCapabilities;
  readonly compiled: CompiledProfile;
  readonly runner: OperationRunner;
}

const ofOutcome = (outcome: Outcome, exchanges: readonly Exchange[]): PushAnswer => ({
  outcome,
  found: 'as-sent',
  remoteId: null,
  exchanges,
});

const ofVerdict = (verdict: Settled, exchanges: readonly Exchange[]): PushAnswer =>
  verdict.kind === 'outcome'
    ? ofOutcome(verdict.outcome, exchanges)
    : { outcome: { kind: 'done', more: false }, found: verdict.found, remoteId: verdict.remoteId, exchanges };

/** A batch that is refused whole may hold one bad item: then each goes alone. */
const splits = (verdict: Settled): boolean =>
  verdict.kind === 'done' ? verdict.found !== 'as-sent' : verdict.outcome.kind === 'refused';

const hidden = (values: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys((values ?? {}) as object).map((name) => [name, redacted]));

/** A platform that does what a compiled profile says. */
export const createProfilePlatform = ({
  capabilities,
  compiled,
  runner,
}: ProfilePlatformDependencies): TaskCenterPlatform => {
  const unitOf = (call: PushCall): CompiledUnit | undefined => compiled.units.get(call.ref.unit);

  const rootsOfCalls = (
    operation: CompiledOperation,
    calls: readonly PushCall[],
    constants: Readonly<Record<string, unknown>>,
    now = 0,
  ): Record<string, unknown> => {
    const [first] = calls;
    const roots = first === undefined ? {} : rootsOf(first, now);
    const { item } = operation;
    if (item === null) return roots;
    return { ...roots, items: calls.map((call) => item(openScope({ ...constants, ...rootsOf(call, now) }))) };
  };

  const refusalOf = (operation: CompiledOperation, call: PushCall): PushRefusal | null => {
    if (operation.refuse.length === 0) return null;
    const scope = openScope({ ...compiled.constants, ...rootsOf(call) });
    const found = operation.refuse.find(({ when }) => when(scope) === true);
    return found === undefined ? null : { code: 'REFUSED', pointer: found.pointer, message: found.message };
  };

  const buildPushData = (call: PushCall): Result<PushData, PushRefusal> => {
    const operation = unitOf(call)?.[call.operation];
    if (operation === undefined)
      return err({ code: 'REFUSED', pointer: '/ref/unit', message: `this platform keeps no ${call.ref.unit}` });
    try {
      const refusal = refusalOf(operation, call);
      if (refusal !== null) return err(refusal);
      // What is shown to people and compared must hold no secret.
      const constants = { ...compiled.constants, secrets: hidden(compiled.constants['secrets']) };
      const roots = rootsOfCalls(operation, [call], constants);
      return ok(operation.render(openScope({ ...constants, ...roots, token: redacted })).data);
    } catch (error) {
      if (!(error instanceof ProfileFault)) throw error;
      return err({ code: 'REFUSED', pointer: `/profile${error.pointer ?? ''}`, message: error.message });
    }
  };

  /** The platform's id of an object: known, looked up, or null when it is not there. */
  const resolveRemoteId = async (
    unit: CompiledUnit,
    call: PushCall,
    run: Run,
  ): Promise<{ readonly remoteId: string | null } | { readonly outcome: Outcome }> => {
    if (call.remoteId !== null) return { remoteId: call.remoteId };
    if (unit.resolve === null)
      return {
        outcome: { kind: 'refused', reason: 'the platform’s id is not known, and the profile has no way to find it' },
      };
    const { verdict } = await lookUp({ runner, compiled }, unit.resolve, rootsOf(call), run);
    if (verdict.kind === 'outcome') {
      // Looking something up changes nothing, so a lost answer is no uncertainty.
      const { outcome } = verdict;
      return {
        outcome: outcome.kind === 'unknown' ? { kind: 'failed', reason: outcome.reason, retryAfterMs: null } : outcome,
      };
    }
    if (verdict.found !== 'missing' && verdict.remoteId === null)
      return { outcome: { kind: 'failed', reason: 'the answer names no id', retryAfterMs: null } };
    return { remoteId: verdict.found === 'missing' ? null : verdict.remoteId };
  };

  /** Where "it is there already" names no id, and further calls will need it, it is looked up at once. */
  const named = async (unit: CompiledUnit, call: PushCall, answer: PushAnswer, run: Run): Promise<PushAnswer> => {
    const lacking = answer.outcome.kind === 'done' && answer.found === 'existed' && answer.remoteId === null;
    if (!lacking || unit.resolve === null || !unit.update.needsRemoteId) return answer;
    const resolved = await resolveRemoteId(unit, call, run);
    return { ...answer, remoteId: 'outcome' in resolved ? null : resolved.remoteId, exchanges: run.exchanges };
  };

  /** What has to follow an effect; the whole counts as done once that is, too. */
  const followUp = async (
    operation: CompiledOperation,
    roots: Readonly<Record<string, unknown>>,
    { verdict, scope }: LookUpResult,
    run: Run,
  ): Promise<Settled> => {
    if (verdict.kind !== 'done' || verdict.found !== 'as-sent') return verdict;
    for (const { when, run: name } of operation.afterwards) {
      const following = compiled.prepare.get(name);
      if (following === undefined || when(scope) !== true) continue;
      const { verdict: followed } = await runner.run(following, roots, run, 'push');
      if (followed.kind === 'outcome' || followed.found === 'missing') return followed;
    }
    return verdict;
  };

  const pushOne = async (call: PushCall, context: PushContext): Promise<PushAnswer> => {
    const run = runner.begin(context);
    const unit = unitOf(call);
    const operation = unit?.[call.operation];
    if (unit === undefined || operation === undefined)
      return ofOutcome({ kind: 'refused', reason: `this platform keeps no ${call.ref.unit}` }, []);
    try {
      const refusal = refusalOf(operation, call);
      if (refusal !== null) return ofOutcome({ kind: 'refused', reason: `${refusal.pointer}: ${refusal.message}` }, []);
      let known = call;
      if (operation.needsRemoteId) {
        const resolved = await resolveRemoteId(unit, call, run);
        if ('outcome' in resolved) return ofOutcome(resolved.outcome, run.exchanges);
        if (resolved.remoteId === null)
          return ofVerdict({ kind: 'done', found: 'missing', remoteId: null }, run.exchanges);
        known = { ...call, remoteId: resolved.remoteId };
      }
      const roots = rootsOfCalls(operation, [known], compiled.constants, runner.now());
      const pushed = await runner.run(operation, roots, run, 'push');
      const verdict = await followUp(operation, roots, pushed, run);
      const answer = await named(unit, known, ofVerdict(verdict, run.exchanges), run);
      const keepsId = answer.found === 'as-sent' && answer.outcome.kind === 'done' && call.operation !== 'withdraw';
      return keepsId && answer.remoteId === null ? { ...answer, remoteId: known.remoteId } : answer;
    } catch (error) {
      if (!(error instanceof ProfileFault)) throw error;
      return ofOutcome({ kind: 'refused', reason: faultReason(error) }, run.exchanges);
    }
  };

  /** In the log of each call stands its own item, not the whole batch. */
  const exchangesOf = (
    exchanges: readonly Exchange[],
    items: unknown,
    index: number,
    count: number,
  ): readonly Exchange[] =>
    exchanges.map((exchange) => {
      if (exchange.purpose !== 'push') return exchange;
      const item = Array.isArray(items) ? JSON.stringify(items[index] ?? null) : '';
      return {
        ...exchange,
        request: { ...exchange.request, body: storable(`(${index + 1} of ${count} in one request) ${item}`) },
      };
    });

  const oneByOne = async (
    calls: readonly PushCall[],
    context: PushContext,
    before: (index: number) => readonly Exchange[],
  ): Promise<readonly PushAnswer[]> => {
    const answers: PushAnswer[] = [];
    for (const [index, call] of calls.entries()) {
      const answer = await pushOne(call, context);
      answers.push({ ...answer, exchanges: [...before(index), ...answer.exchanges] });
    }
    return answers;
  };

  const pushBatch = async (
    operation: CompiledOperation,
    calls: readonly PushCall[],
    context: PushContext,
  ): Promise<readonly PushAnswer[]> => {
    let roots: Record<string, unknown>;
    try {
      if (calls.some((call) => refusalOf(operation, call) !== null)) return await oneByOne(calls, context, () => []);
      roots = rootsOfCalls(operation, calls, compiled.constants, runner.now());
    } catch (error) {
      if (!(error instanceof ProfileFault)) throw error;
      return oneByOne(calls, context, () => []);
    }
    const run = runner.begin(context);
    const { verdict } = await runner.run(operation, roots, run, 'push');
    const logOf = (index: number): readonly Exchange[] =>
      exchangesOf(run.exchanges, roots['items'], index, calls.length);
    if (splits(verdict)) return oneByOne(calls, context, logOf);
    return calls.map((_call, index) => ofVerdict(verdict, logOf(index)));
  };

  const push = async (calls: readonly PushCall[], context: PushContext): Promise<readonly PushAnswer[]> => {
    const [first, second] = calls;
    if (first === undefined) return [];
    if (second === undefined) return [await pushOne(first, context)];
    const operation = unitOf(first)?.[first.operation];
    const together =
      operation !== undefined &&
      operation.item !== null &&
      calls.every((call) => unitOf(call)?.[call.operation] === operation);
    return together && operation !== undefined
      ? pushBatch(operation, calls, context)
      : oneByOne(calls, context, () => []);
  };

  const removeSurplus = async (unit: CompiledUnit, call: PushCall, ids: unknown, run: Run): Promise<Outcome | null> => {
    for (const id of Array.isArray(ids) ? ids.slice(0, 20) : []) {
      const { verdict } = await runner.run(
        unit.withdraw,
        rootsOf({ ...call, operation: 'withdraw', remoteId: textOf(id, 'an id') }),
        run,
        'push',
      );
      if (verdict.kind === 'outcome') return verdict.outcome;
    }
    return null;
  };

  const verify = async (call: PushCall, context: PushContext): Promise<VerifyAnswer> => {
    const run = runner.begin(context);
    const unit = unitOf(call);
    if (unit === undefined || unit.verify === null)
      return {
        outcome: { kind: 'refused', reason: 'the profile has no way to look this up' },
        remote: null,
        exchanges: [],
      };
    // Whatever answers by id alone cannot find an object that never had one.
    if (unit.verify.needsRemoteId && call.remoteId === null)
      return { outcome: { kind: 'done', more: false }, remote: null, exchanges: [] };
    try {
      const { verdict, scope } = await lookUp({ runner, compiled }, unit.verify, rootsOf(call), run);
      if (verdict.kind === 'outcome') return { outcome: verdict.outcome, remote: null, exchanges: run.exchanges };
      const done: Outcome = { kind: 'done', more: false };
      if (verdict.found === 'missing') return { outcome: done, remote: null, exchanges: run.exchanges };
      const said = unit.verify.state(scope);
      const shown = said === 'open' || said === 'done' ? said : 'present';
      // A state that differs says enough by itself.
      const comparable = shown === 'present' || shown === call.content.state;
      const state = comparable && unit.verify.differs?.(scope) === true ? 'differs' : shown;
      const left =
        unit.verify.surplus === null ? null : await removeSurplus(unit, call, unit.verify.surplus(scope), run);
      return {
        outcome: left ?? done,
        remote: { remoteId: verdict.remoteId ?? call.remoteId, state },
        exchanges: run.exchanges,
      };
    } catch (error) {
      if (!(error instanceof ProfileFault)) throw error;
      return { outcome: { kind: 'refused', reason: faultReason(error) }, remote: null, exchanges: run.exchanges };
    }
  };

  const testConnection = async (context: PushContext): Promise<PushAnswer> => {
    const run = runner.begin(context);
    const refused = await runner.proveToken(run);
    if (refused !== null) return ofOutcome(refused, run.exchanges);
    if (compiled.test === null) return ofOutcome({ kind: 'done', more: false }, run.exchanges);
    const { verdict } = await runner.run(compiled.test, {}, run, 'test');
    return ofVerdict(verdict, run.exchanges);
  };

  return { capabilities, buildPushData, push, verify, testConnection };
};
