import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Exchange } from '../work/attempt.ts';
import type { AttemptContext, AttemptReport, Loaded, WorkHandler } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import type { Doorbell, WorkStores } from '../work/ports.ts';
import type { WorkflowStores } from '../workflow/ports.ts';
import { concludeAgreement, concludePush, concludeVerify, type Conclusion } from './conclude.ts';
import { peopleOfCall, rememberedPeople, unmappedRefusal } from './mapped-people.ts';
import type { Acknowledged, Mirror } from './mirror.ts';
import type { Plan } from './plan.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import type { PushAnswer, PushCall, PushRefusal } from './platform.ts';
import type { TaskCenterStores } from './ports.ts';
import { loadPushItems, type PushItem } from './push-item.ts';
import { callOf, planStep, type PushStep } from './push-step.ts';
import { sendCalls } from './send-calls.ts';

type Stores = TaskCenterStores & WorkStores & WorkflowStores;

/** What is to be written of an attempt. */
export interface PushAck {
  /** As it was before. */
  readonly mirror: Pick<Mirror, 'tenant' | 'platform' | 'key' | 'ref' | 'acknowledged'>;
  /** Of the platform. */
  readonly kind: string;
  /** What was asked of the platform; null when nothing was sent. */
  readonly operation: string | null;
  readonly acknowledged: Acknowledged | null;
  readonly corrects: boolean;
  /** The object that is gone; null when none went. */
  readonly deleted: { readonly remoteId: string | null; readonly version: number } | null;
  /** Keys that waited for this one. */
  readonly released: readonly string[];
}

type Report = AttemptReport<PushAck>;
type Pushing = PushStep & { readonly plan: Extract<Plan, { kind: 'push' }> };

const plain = (outcome: Outcome, step: PushStep | null): Report => ({
  outcome,
  operation: null,
  version: step?.item.mirror.desiredVersion ?? null,
  exchanges: [],
  ack: null,
});

const reportOf = (
  step: PushStep,
  operation: string | null,
  { outcome, acknowledged, corrects, deleted }: Conclusion,
  exchanges: readonly Exchange[],
): Report => {
  const { mirror, children } = step.item;
  const appears = mirror.acknowledged.state === 'absent' && acknowledged !== null && acknowledged.state !== 'absent';
  return {
    outcome,
    operation,
    version: mirror.desiredVersion,
    exchanges,
    ack: {
      mirror,
      kind: step.item.platform.kind,
      operation,
      acknowledged,
      corrects,
      deleted: deleted ? { remoteId: mirror.acknowledged.remoteId, version: mirror.desiredVersion } : null,
      released: appears ? children : [],
    },
  };
};

const pushReport = (step: Pushing, { content, people }: PushCall, answer: PushAnswer): Report => {
  const { mirror, target } = step.item;
  const sent = {
    version: mirror.desiredVersion,
    fingerprint: step.fingerprint,
    ...rememberedPeople(target, people, content),
  };
  return reportOf(
    step,
    step.plan.operation,
    concludePush(step.plan, answer, mirror.acknowledged, sent),
    answer.exchanges,
  );
};

const verifyStep = async (step: PushStep, context: AttemptContext): Promise<Report> => {
  const { target, mirror } = step.item;
  const call = callOf(step, 'update', null);
  const people = peopleOfCall(step.item.people, mirror.acknowledged, 'verify');
  const answer = await target.verify({ ...call, people }, context);
  return reportOf(
    step,
    'verify',
    concludeVerify(answer, mirror.acknowledged, target.capabilities, step.claim.uncertainForMs),
    answer.exchanges,
  );
};

const isPushing = (step: PushStep): step is Pushing => step.plan.kind === 'push';

/** Why a call is never sent; null when it is. Nobody has to be known for something to be taken away. */
const refusalOf = ({ item }: Pushing, call: PushCall): PushRefusal | null =>
  (call.operation === 'withdraw' ? null : unmappedRefusal(call.content, call.people, item.space)) ??
  item.target.buildPushData(call).match(
    () => null,
    (refusal) => refusal,
  );

/** Sends the steps of one operation; what the platform's mapping refuses is never sent. */
const pushSteps = async (
  steps: readonly Pushing[],
  context: AttemptContext,
  put: (step: PushStep, report: Report) => void,
): Promise<void> => {
  const sendable: { readonly step: Pushing; readonly call: PushCall }[] = [];
  for (const step of steps) {
    const call = callOf(step, step.plan.operation, step.plan.content);
    const refused = refusalOf(step, call);
    if (refused === null) sendable.push({ step, call });
    else put(step, plain({ kind: 'refused', reason: `${refused.pointer}: ${refused.message}` }, step));
  }
  const target = sendable[0]?.step.item.target;
  if (target === undefined) return;
  const answers = await sendCalls(
    target,
    sendable.map(({ call }) => call),
    context,
  );
  sendable.forEach(({ step, call }, index) => {
    const answer = answers[index];
    if (answer !== undefined) put(step, pushReport(step, call, answer));
  });
};

const settledWithoutSending = (step: PushStep): Report | null => {
  switch (step.plan.kind) {
    case 'none':
      return reportOf(
        step,
        null,
        concludeAgreement(step.item.mirror.acknowledged, step.item.mirror.desiredVersion),
        [],
      );
    case 'wait':
      // Its acknowledgement will call this one back.
      if (step.item.parent?.parked != null)
        return plain({ kind: 'refused', reason: `its instance is parked there: ${step.item.parent.parked}` }, step);
      return plain({ kind: 'deferred', scope: 'key', forMs: step.plan.forMs, reason: step.plan.reason }, step);
    case 'undecidable':
      return plain({ kind: 'undecidable', reason: step.plan.reason }, step);
    case 'push':
    case 'verify':
      return null;
  }
};

const attempt = async (group: readonly Loaded<PushItem>[], context: AttemptContext): Promise<readonly Report[]> => {
  const reports = new Map<number, Report>();
  const put = ({ claim }: PushStep, report: Report): void => void reports.set(claim.id, report);
  const pushing = new Map<string, Pushing[]>();
  const sending: Promise<void>[] = [];
  for (const { claim, item } of group) {
    if (item.kind === 'held') {
      reports.set(claim.id, plain(item.outcome, null));
      continue;
    }
    const step = planStep(claim, item);
    const settled = settledWithoutSending(step);
    if (settled !== null) put(step, settled);
    else if (isPushing(step)) pushing.set(step.plan.operation, [...(pushing.get(step.plan.operation) ?? []), step]);
    else if (context.signal.aborted || context.remainingMs() <= 0) put(step, plain(noTime, step));
    else sending.push(verifyStep(step, context).then((report) => put(step, report)));
  }
  for (const steps of pushing.values()) sending.push(pushSteps(steps, context, put));
  await Promise.all(sending);
  return group.map(
    ({ claim }) =>
      reports.get(claim.id) ?? plain({ kind: 'unknown', reason: 'the platform gave no answer for it' }, null),
  );
};

const noTime: Outcome = { kind: 'deferred', scope: 'key', forMs: 0, reason: 'no time was left to send it' };

/** Writes what is known now; answers the keys that were waiting for it. */
const acknowledge = (
  stores: Stores,
  laneId: number,
  acks: readonly PushAck[],
): ResultAsync<readonly string[], StoreFailure> =>
  safeTry(async function* () {
    const called: string[] = [];
    const first = acks[0]?.mirror;
    const released = [...new Set(acks.flatMap((ack) => ack.released))];
    if (first !== undefined && released.length > 0) {
      const waiting = yield* stores.mirrors.find(first.tenant, first.platform, released);
      const due = [...waiting.values()].filter(
        ({ desiredVersion, acknowledged }) => desiredVersion !== acknowledged.version,
      );
      if (due.length > 0) {
        called.push(...due.map(({ key }) => key));
        yield* stores.work.schedule(
          due.map(({ key }) => ({ lane: laneId, key, class: 'live', delayMs: 0, uncertain: false })),
        );
      }
    }
    const confirmed = acks.flatMap(({ mirror: { tenant, platform, key }, acknowledged, corrects }) =>
      acknowledged === null ? [] : [{ tenant, platform, key, acknowledged, corrects }],
    );
    if (confirmed.length > 0) yield* stores.mirrors.acknowledge(confirmed);
    const gone = acks.flatMap(({ mirror: { tenant, platform, key, ref }, deleted }) =>
      deleted === null ? [] : [{ tenant, platform, key, ref, ...deleted }],
    );
    if (gone.length > 0) yield* stores.taskCenterLogs.appendDeletions(gone);
    return ok(called);
  });

/** When keys that were waiting are rung for: once the settlement has had time to commit, and again should it have taken long. */
const callAfterMs: readonly number[] = [10, 100];

/** Brings remote objects into step: the handler of the lane family `push`. */
export const createPushHandler = (
  registry: PlatformRegistry,
  doorbell: Doorbell,
  clock: Clock,
): WorkHandler<Stores, PushItem, PushAck> => ({
  load: (stores, lane, claims) => loadPushItems(stores, registry, lane, claims),
  attempt,
  acknowledge: (stores, lane, acks) =>
    acknowledge(
      stores,
      lane.id,
      acks.map(({ ack }) => ack),
    ).map((called) => {
      // A hint alone, so that it does not matter whether this transaction comes to its end.
      if (called.length > 0)
        for (const afterMs of callAfterMs) clock.timer(afterMs, () => doorbell.ring([{ lane: lane.id, keys: called }]));
    }),
});
