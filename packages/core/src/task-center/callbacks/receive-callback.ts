import { err, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Tell } from '../../domain-events/tell.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Stores, TaskCenterContext } from '../context.ts';
import { personSpaceOf } from '../person-space.ts';
import type { Platform } from '../ports.ts';
import { notFound } from '../problems.ts';
import { callbackBytes, type Callback, type CallbackReading, type ReadDecision } from './callback.ts';
import type { Callbacks, ReceivedCallback } from './callbacks.ts';

export interface ReceiveContext extends Pick<TaskCenterContext, 'transactor' | 'registry' | 'ids' | 'tracer'> {
  /** Nobody is told without one; decisions are kept all the same. */
  readonly tell?: Tell | undefined;
}

const limits = { id: 255, action: 64, comment: 10_000, key: 200 } as const;

const cut = (text: string | null, most: number): string | null => (text === null ? null : text.slice(0, most));

/** The person whose only mapping this is; several people may share one account. */
const personOf = (
  stores: Stores,
  { registry }: ReceiveContext,
  platform: Platform,
  userId: string | null,
): ResultAsync<string | null, StoreFailure> =>
  safeTry(async function* () {
    const target = registry.open(platform);
    const space = target.isOk() ? personSpaceOf(platform, target.value) : null;
    if (userId === null || target.isErr()) return ok(null);
    if (space === null) return ok(userId);
    const people = yield* stores.personMappings.whoIs(platform.tenant, space, userId);
    return ok(people.length === 1 ? (people[0] ?? null) : null);
  });

const callbackOf = (
  stores: Stores,
  context: ReceiveContext,
  platform: Platform,
  decision: ReadDecision,
  said: CallbackReading['said'],
): ResultAsync<Omit<Callback, 'receivedAt'>, StoreFailure> =>
  safeTry(async function* () {
    const { tenant, code, kind } = platform;
    const taskId = decision.taskId.slice(0, limits.id);
    const actorId = yield* personOf(stores, context, platform, decision.remote.userId);
    const assigneeId = cut(decision.assigneeId, limits.id) ?? actorId;
    const task = (yield* stores.workflow.findTasks(tenant, [taskId])).get(taskId);
    return ok({
      id: context.ids.next(),
      tenant,
      platform: code,
      kind,
      taskId,
      assigneeId,
      actorId,
      instanceId: task?.instance.id ?? null,
      action: decision.action.slice(0, limits.action),
      comment: cut(decision.comment, limits.comment),
      remote: {
        userId: cut(decision.remote.userId, limits.id),
        taskId: cut(decision.remote.taskId, limits.id),
        instanceId: cut(decision.remote.instanceId, limits.id),
      },
      at: decision.at,
      said,
    });
  });

/** Stores a decision and tells of it, in one transaction; one that was seen before is only answered. */
const takeIn = (
  stores: Stores,
  context: ReceiveContext,
  platform: Platform,
  { answer, decision, keys, said }: CallbackReading,
): ResultAsync<ReceivedCallback, StoreFailure> =>
  safeTry(async function* () {
    if (decision === null) return ok<ReceivedCallback>({ answer, outcome: 'empty' });
    const callback = yield* callbackOf(stores, context, platform, decision, said);
    const fresh = yield* stores.callbacks.append(
      callback,
      keys.map((key) => key.slice(0, limits.key)),
    );
    if (!fresh) return ok<ReceivedCallback>({ answer, outcome: 'repeated' });
    if (context.tell !== undefined) {
      const { id, tenant: _tenant, said: _said, at, ...facts } = callback;
      const data = { ...facts, callbackId: id, at: new Date(at).toISOString() };
      yield* context.tell(stores, platform.tenant, [
        { type: 'todo.decided', data, trace: context.tracer?.current() ?? null },
      ]);
    }
    return ok<ReceivedCallback>({ answer, outcome: 'taken' });
  });

/** Takes in what a platform sends back. */
export const createReceiveCallback =
  (context: ReceiveContext): Callbacks['receive'] =>
  (tenant, code, request) =>
    safeTry(async function* () {
      const { transactor, registry } = context;
      const { platform, now } = yield* transactor.run((stores) =>
        safeTry(async function* () {
          return ok({ platform: yield* stores.platforms.find(tenant, code), now: yield* stores.workflow.now() });
        }),
      );
      const reader = platform === null ? undefined : registry.kind(platform.kind)?.callback;
      // Whoever tries addresses learns nothing of what there is.
      if (platform === null || !platform.enabled || reader === undefined)
        return err(notFound(`platform "${code}" that takes callbacks`));
      if (request.body.byteLength > callbackBytes)
        return err({
          code: 'CALLBACK_MALFORMED' as const,
          pointer: '',
          message: `The body has more than ${callbackBytes} bytes.`,
        });
      const connection = registry.connect(platform);
      if (connection.isErr()) return err(notFound(`platform "${code}" that takes callbacks`));
      const reading = reader.read(connection.value, request, now);
      if (reading.isErr()) return err(reading.error);
      return transactor.run((stores) => takeIn(stores, context, platform, reading.value));
    });
