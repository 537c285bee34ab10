import type { Claim } from '../work/claim.ts';
import type { MirrorContent } from './mirror.ts';
import { hasMoved, peopleOfCall } from './mapped-people.ts';
import { plan, type Plan } from './plan.ts';
import type { PushCall } from './platform.ts';
import type { PushItem } from './push-item.ts';
import { sentFingerprint } from './sent-fingerprint.ts';

export type MirrorItem = Extract<PushItem, { kind: 'mirror' }>;

/** What is to be done for one key. */
export interface PushStep {
  readonly claim: Claim;
  readonly item: MirrorItem;
  readonly plan: Plan;
  /** Of the desired content. */
  readonly fingerprint: string | null;
}

/** Plans the next step for a claimed key. */
export const planStep = (claim: Claim, item: MirrorItem): PushStep => {
  const { mirror, platform, target, desired, parent } = item;
  const people = peopleOfCall(item.people, mirror.acknowledged, 'update');
  const fingerprint = sentFingerprint(target, desired, { ...mirror, people });
  return {
    claim,
    item,
    fingerprint,
    plan: plan({
      desired,
      acknowledged: mirror.acknowledged,
      uncertain: claim.uncertain,
      capabilities: target.capabilities,
      options: {
        override: mirror.override,
        showFinished: platform.showFinished,
        resendUndecidable: platform.resendUndecidable,
        uncertainForMs: claim.uncertainForMs,
        fingerprint,
        mayHaveBeenDone: item.mayHaveBeenDone,
        moved: hasMoved(mirror, item.people),
        parent: parent === null ? 'none' : parent.present ? 'ready' : 'missing',
      },
    }),
  };
};

/** See `PushCall.first`. */
const isFirst = (
  { class: kind, attempts, crashes, uncertain }: Claim,
  { mirror, full }: MirrorItem,
  operation: PushCall['operation'],
  content: MirrorContent | null,
): boolean =>
  operation === 'create' &&
  (content ?? full).state === 'open' &&
  kind === 'live' &&
  attempts === 0 &&
  crashes === 0 &&
  !uncertain &&
  mirror.acknowledged.version === 0;

/** The call that a step makes; `content` null takes whatever the object may show. */
export const callOf = (
  { claim, item }: Pick<PushStep, 'claim' | 'item'>,
  operation: PushCall['operation'],
  content: MirrorContent | null,
): PushCall => ({
  operation,
  key: item.mirror.key,
  ref: item.mirror.ref,
  content: content ?? item.full,
  version: item.mirror.desiredVersion,
  remoteId: item.mirror.acknowledged.remoteId,
  parentRemoteId: item.parent?.remoteId ?? null,
  people: peopleOfCall(item.people, item.mirror.acknowledged, operation),
  first: isFirst(claim, item, operation, content),
});
