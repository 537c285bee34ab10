import type { Outcome } from '../work/outcome.ts';
import type { Acknowledged, RemoteState } from './mirror.ts';
import type { Plan } from './plan.ts';
import type { PlatformCapabilities, PushAnswer, VerifyAnswer } from './platform.ts';

/** What is known after an answer. */
export interface Conclusion {
  readonly outcome: Outcome;
  /** Null leaves what was acknowledged as it is. */
  readonly acknowledged: Acknowledged | null;
  /** It says what the platform showed by itself, rather than what we made it show. */
  readonly corrects: boolean;
  /** The platform confirmed that an object is gone. */
  readonly deleted: boolean;
}

/** Under which ids people were shown, as one more field; none where that is not known. */
export const peopleOf = ({ people }: Pick<Acknowledged, 'people'>): Pick<Acknowledged, 'people'> =>
  people === undefined ? {} : { people };

const more: Outcome = { kind: 'done', more: true };

const unchanged = (outcome: Outcome): Conclusion => ({ outcome, acknowledged: null, corrects: false, deleted: false });

/** Knowledge on the way to what is desired: its version is not confirmed yet. */
const onTheWay = (
  before: Acknowledged,
  state: RemoteState,
  remoteId: string | null,
  of: Pick<Acknowledged, 'people'> = {},
): Conclusion => ({
  outcome: more,
  acknowledged: { version: before.version, state, fingerprint: null, remoteId, ...peopleOf(of) },
  corrects: false,
  deleted: false,
});

/** Nothing is to be done: what is there is what should be. */
export const concludeAgreement = (before: Acknowledged, version: number): Conclusion => ({
  ...unchanged({ kind: 'done', more: false }),
  acknowledged: before.version === version ? null : { ...before, version },
});

/** What a pushed step came to. `sent` is what was sent: its version and the fingerprint of what the object now shows. */
export const concludePush = (
  step: Extract<Plan, { kind: 'push' }>,
  answer: Omit<PushAnswer, 'exchanges'>,
  before: Acknowledged,
  sent: Pick<Acknowledged, 'version' | 'fingerprint' | 'people'>,
): Conclusion => {
  if (answer.outcome.kind !== 'done') return unchanged(answer.outcome);
  const remoteId = answer.remoteId ?? before.remoteId;
  if (step.operation === 'withdraw') {
    const deleted = before.state !== 'absent' || answer.found !== 'missing';
    if (step.more) return { ...onTheWay(before, 'absent', null), deleted };
    const acknowledged: Acknowledged = { version: sent.version, state: 'absent', fingerprint: null, remoteId: null };
    return { outcome: { kind: 'done', more: false }, acknowledged, corrects: false, deleted };
  }
  if (answer.found === 'existed' && step.operation === 'create') return onTheWay(before, 'present', remoteId, before);
  if (answer.found === 'missing') {
    const missing = onTheWay(before, 'absent', null);
    // It said "already there" before; trying at once again and again would not settle that.
    const contradicts = step.operation === 'create' || before.state === 'present';
    return contradicts ? { ...missing, outcome: contradiction } : missing;
  }
  if (step.more) return onTheWay(before, step.leaves, remoteId, sent);
  return {
    outcome: { kind: 'done', more: false },
    acknowledged: {
      version: sent.version,
      state: step.leaves,
      fingerprint: sent.fingerprint,
      remoteId,
      ...peopleOf(sent),
    },
    corrects: false,
    deleted: false,
  };
};

const contradiction: Outcome = {
  kind: 'failed',
  reason: 'the platform says of the same object that it is there and that it is not',
  retryAfterMs: null,
};

/** What reading back came to, while it is not known whether an earlier request took effect. */
export const concludeVerify = (
  answer: Omit<VerifyAnswer, 'exchanges'>,
  before: Acknowledged,
  capabilities: PlatformCapabilities,
  uncertainForMs: number | null,
): Conclusion => {
  if (answer.outcome.kind !== 'done') return unchanged(answer.outcome);
  const { remote } = answer;
  if (remote !== null) {
    // Where opening again takes a new object, one that may be finished counts as finished.
    const there = remote.state === 'differs' ? 'present' : remote.state;
    const state = there === 'present' && capabilities.reopen === 'recreate' ? 'done' : there;
    return { ...onTheWay(before, state, remote.remoteId ?? before.remoteId, before), corrects: true };
  }
  const leftMs = uncertainForMs === null ? 0 : capabilities.settlingMs - uncertainForMs;
  if (leftMs > 0) {
    return unchanged({
      kind: 'deferred',
      scope: 'key',
      forMs: leftMs,
      reason: 'not found, which can only be believed later',
    });
  }
  return { ...onTheWay(before, 'absent', null), corrects: true };
};
