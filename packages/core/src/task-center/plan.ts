import type { Millis } from '../ports/instant.ts';
import type { Acknowledged, DesiredMirror, MirrorContent, MirrorOverride, RemoteState } from './mirror.ts';
import type { PlatformCapabilities, PushOperation } from './platform.ts';

export interface PlanOptions {
  readonly override: MirrorOverride | null;
  /** See `Platform.showFinished`. */
  readonly showFinished: boolean;
  /** See `Platform.resendUndecidable`. */
  readonly resendUndecidable: boolean;
  /** How long the key has been uncertain; null when it is not. */
  readonly uncertainForMs: Millis | null;
  /** Of the desired content as it would be sent; null when nothing is desired. */
  readonly fingerprint: string | null;
  /** Whether an earlier request may have told it as finished; see `mayHaveBeenDone`. */
  readonly mayHaveBeenDone: boolean;
  /** Whether the object was, or may have been, made for another id of its person than they have there now; see `hasMoved`. */
  readonly moved: boolean;
  /** Whether the instance that must hold it is there; `none` where no instance is needed. */
  readonly parent: 'none' | 'ready' | 'missing';
}

export interface PlanInput {
  readonly desired: DesiredMirror;
  readonly acknowledged: Acknowledged;
  readonly uncertain: boolean;
  readonly capabilities: PlatformCapabilities;
  readonly options: PlanOptions;
}

/** One step that brings a remote object closer to what is desired. */
export type Plan =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'push';
      readonly operation: PushOperation;
      /** What the object is when the platform did as it was told. */
      readonly leaves: Exclude<RemoteState, 'present'>;
      /** What to send; null for `withdraw`, whose content is whatever it may show. */
      readonly content: MirrorContent | null;
      /** A further step is due afterwards. */
      readonly more: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'verify'; readonly reason: string }
  | { readonly kind: 'wait'; readonly forMs: Millis; readonly reason: string }
  | { readonly kind: 'undecidable'; readonly reason: string };

const none: Plan = { kind: 'none' };

/** How long a task waits for its instance; the instance's own acknowledgement calls it sooner. */
const parentWaitMs = 1_000;

const push = (
  operation: PushOperation,
  leaves: Exclude<RemoteState, 'present'>,
  content: MirrorContent | null,
  more: boolean,
  reason: string,
): Plan => ({ kind: 'push', operation, leaves, content, more, reason });

/** The same content before anybody finished it. */
const asOpen = (content: MirrorContent): MirrorContent => ({
  ...content,
  state: 'open',
  tasks: content.tasks.map((task) => ({
    ...task,
    status: 'initialized',
    finishedAt: null,
    result: null,
    handlers: task.handlers.map((handler) => ({ ...handler, state: 'open' })),
  })),
});

/** Where nothing tells whether a lost creation took effect. */
const undecided = ({ capabilities, options }: PlanInput, resend: () => Plan): Plan => {
  if (capabilities.readBack) return { kind: 'verify', reason: 'a creation may have taken effect' };
  if (options.resendUndecidable) return resend();
  return { kind: 'undecidable', reason: 'a creation may have taken effect, and the platform offers no way to tell' };
};

const create = (input: PlanInput, content: MirrorContent, reason: string): Plan => {
  const { capabilities, options } = input;
  if (options.parent === 'missing')
    return { kind: 'wait', forMs: parentWaitMs, reason: 'its instance is not there yet' };
  if (content.state === 'open') return push('create', 'open', content, false, reason);
  // Where finished objects do not open again by an update, a lost creation must not leave one behind.
  const atOnce = capabilities.createsDone && capabilities.reopen === 'update';
  return atOnce
    ? push('create', 'done', content, false, reason)
    : push('create', 'open', asOpen(content), true, reason);
};

/** An object of somebody who has another id there now: a new one has to take its place. */
const moveAway = (): Plan =>
  push('withdraw', 'absent', null, true, 'its person has another id there now, which takes a new one');

const createUncertain = (input: PlanInput, content: MirrorContent): Plan => {
  const again = (): Plan => create(input, content, 'a creation may have been lost');
  if (input.capabilities.identity && input.options.moved) return moveAway();
  return input.capabilities.identity ? again() : undecided(input, again);
};

const planAbsent = (input: PlanInput): Plan => {
  const { acknowledged, uncertain, capabilities } = input;
  if (acknowledged.state !== 'absent') return push('withdraw', 'absent', null, false, 'it should no longer be there');
  if (!uncertain) return none;
  const withdraw = (): Plan => push('withdraw', 'absent', null, false, 'a creation may have taken effect');
  return capabilities.identity || acknowledged.remoteId !== null ? withdraw() : undecided(input, withdraw);
};

const planOpen = (input: PlanInput, content: MirrorContent): Plan => {
  const { acknowledged, uncertain, capabilities, options } = input;
  const { state } = acknowledged;
  if (state === 'absent')
    return uncertain ? createUncertain(input, content) : create(input, content, 'it is not there yet');
  if (options.moved) return moveAway();
  const recreates = capabilities.reopen === 'recreate';
  if (recreates && state === 'done')
    return push('withdraw', 'absent', null, true, 'it opens again, which takes a new one');
  if (recreates && options.mayHaveBeenDone && (uncertain || state === 'present')) {
    if (capabilities.readBack) return { kind: 'verify', reason: 'it may stand finished' };
    return push('withdraw', 'absent', null, true, 'it may stand finished, and opening again takes a new one');
  }
  if (state === 'done') return push('update', 'open', content, false, 'it opens again');
  if (uncertain) {
    // A lost withdrawal may have taken it away: creating brings it back, and does no harm where it still is.
    if (recreates && capabilities.identity) return createUncertain(input, content);
    return push('update', 'open', content, false, 'an earlier request may have been lost');
  }
  if (state === 'open' && acknowledged.fingerprint === options.fingerprint) return none;
  return push(
    'update',
    'open',
    content,
    false,
    state === 'present' ? 'its contents are not known' : 'its contents have changed',
  );
};

const planDone = (input: PlanInput, content: MirrorContent): Plan => {
  const { acknowledged, uncertain, options } = input;
  if (acknowledged.state === 'absent') {
    if (uncertain) return createUncertain(input, content);
    return options.showFinished ? create(input, content, 'it finished before it was shown') : none;
  }
  if (options.moved) return moveAway();
  if (acknowledged.state !== 'done') return push('complete', 'done', content, false, 'it is finished');
  if (uncertain) return push('complete', 'done', content, false, 'an earlier request may have been lost');
  return acknowledged.fingerprint === options.fingerprint
    ? none
    : push('complete', 'done', content, false, 'its contents have changed');
};

/**
 * Compares what should be shown with what a platform confirmed, and says what to do next: one step. Pure, and never `none` while an
 * earlier request may have had an effect that we do not know of.
 */
export const plan = (input: PlanInput): Plan => {
  const { desired, uncertain, options } = input;
  if (options.override === 'ignored') {
    return uncertain ? { kind: 'undecidable', reason: 'it is left as it is, by hand; what it is, is not known' } : none;
  }
  if (options.override === 'withdrawn' || desired.state === 'absent') return planAbsent(input);
  return desired.state === 'open' ? planOpen(input, desired.content) : planDone(input, desired.content);
};
