import { errAsync, ok, okAsync, safeTry, type Err, type Result, type ResultAsync } from 'neverthrow';
import type { DomainEventStores } from '../../domain-events/ports.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { platformOfLane } from '../../task-center/lane-names.ts';
import type { Mirror } from '../../task-center/mirror.ts';
import type { TaskCenterStores } from '../../task-center/ports.ts';
import type { WorkStores } from '../../work/ports.ts';

/** Something that others are to be told, as seen from what was written. */
export interface WitnessedChange {
  readonly type: string;
  readonly platform: string;
  readonly instanceId: string;
  readonly taskId: string | null;
  readonly assigneeId: string | null;
  readonly version: number;
  /** What was asked of the platform; null when a key parked. */
  readonly operation: string | null;
}

type Stores = DomainEventStores & TaskCenterStores & WorkStores;

/** How a commit goes that tells something or hands something over: well, not at all, or well with nobody hearing of it. */
export type CommitFault = 'none' | 'rollback' | 'unheard';

/** Sees what changes: platforms' acknowledgements, and keys that park. */
export interface ChangeWitness<S> {
  /** Where to look. */
  readonly transactor: Transactor<S>;
  /** What was committed, in order. */
  readonly changes: readonly WitnessedChange[];
  /** Decides how the next such commit goes; `none` unless it says otherwise. */
  fault: () => CommitFault;
}

interface Seen {
  readonly acknowledged: (readonly [before: Mirror, after: Mirror])[];
  readonly operations: Map<string, string | null>;
  readonly parked: { readonly lane: number; readonly key: string; readonly reason: string }[];
  handedOver: boolean;
}

const typeOf: Readonly<Record<string, string>> = {
  refused: 'todo.refused',
  undecidable: 'todo.undecidable',
  exhausted: 'todo.exhausted',
  poison: 'todo.poisoned',
};

/** The same stores, watched. It looks at rows before and after, and trusts no answer. */
const watched = <S extends Stores>(stores: S, seen: Seen): S => ({
  ...stores,
  mirrors: {
    ...stores.mirrors,
    acknowledge: (items) =>
      safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<void, StoreFailure>> {
        const find = async function* ({ tenant, platform, key }: (typeof items)[number]) {
          return (yield* stores.mirrors.find(tenant, platform, [key])).get(key);
        };
        const before: (Mirror | undefined)[] = [];
        for (const item of items) before.push(yield* find(item));
        yield* stores.mirrors.acknowledge(items);
        for (const [index, item] of items.entries()) {
          const [was, is] = [before[index], yield* find(item)];
          if (was !== undefined && is !== undefined) seen.acknowledged.push([was, is]);
        }
        return ok(undefined);
      }),
  },
  attempts: {
    ...stores.attempts,
    record: (attempts) => {
      for (const { lane, key, operation } of attempts) seen.operations.set(`${lane} ${key}`, operation);
      return stores.attempts.record(attempts);
    },
  },
  work: {
    ...stores.work,
    settle: (items) => stores.work.settle(items).andThen((all) => noteParked(stores, seen, all).map(() => all)),
  },
  sessions: {
    ...stores.sessions,
    takeOver: (poisonAt, limit) =>
      stores.sessions.takeOver(poisonAt, limit).andThen((all) => noteParked(stores, seen, all).map(() => all)),
  },
  outbox: {
    ...stores.outbox,
    remove: (batches) => {
      seen.handedOver = true;
      return stores.outbox.remove(batches);
    },
  },
});

const noteParked = (
  { work }: WorkStores,
  seen: Seen,
  keys: readonly { readonly lane: number; readonly key: string }[],
): ResultAsync<void, StoreFailure> =>
  keys.length === 0
    ? okAsync(undefined)
    : work.find(keys.map(({ lane, key }) => ({ lane, key }))).map((states) => {
        for (const { lane, key, parked } of states)
          if (parked !== null) seen.parked.push({ lane, key, reason: parked });
      });

/** What a transaction changed that others are to be told. What no attempt of the same transaction caused is told to nobody. */
const changesOf = (stores: Stores, seen: Seen): ResultAsync<readonly WitnessedChange[], StoreFailure> =>
  safeTry(async function* (): AsyncGenerator<
    Err<never, StoreFailure>,
    Result<readonly WitnessedChange[], StoreFailure>
  > {
    const changes: WitnessedChange[] = [];
    const lanes = yield* stores.lanes.list(null);
    for (const [before, { tenant, platform, key, ref, acknowledged }] of seen.acknowledged) {
      if (before.acknowledged.version === acknowledged.version && before.acknowledged.state === acknowledged.state)
        continue;
      const lane = lanes.find((one) => one.tenant === tenant && platformOfLane(one.name) === platform);
      const operation = seen.operations.get(`${lane?.id} ${key}`) ?? null;
      if (operation === null) continue;
      const { instanceId, taskId, assigneeId } = ref;
      const { version } = acknowledged;
      changes.push({ type: 'todo.acknowledged', platform, instanceId, taskId, assigneeId, version, operation });
    }
    for (const { lane: id, key, reason } of seen.parked) {
      const lane = lanes.find((one) => one.id === id);
      const platform = lane === undefined ? null : platformOfLane(lane.name);
      if (lane === undefined || platform === null) continue;
      const mirror = (yield* stores.mirrors.find(lane.tenant, platform, [key])).get(key);
      if (mirror === undefined) continue;
      const { instanceId, taskId, assigneeId } = mirror.ref;
      const [type, version] = [typeOf[reason] ?? reason, mirror.desiredVersion];
      changes.push({ type, platform, instanceId, taskId, assigneeId, version, operation: null });
    }
    return ok(changes);
  });

const away: StoreFailure = { code: 'STORE_UNAVAILABLE', message: 'The store went away.' };

/** Watches what goes through a transactor, and lets commits fail as told. */
export const createChangeWitness = <S extends Stores>(transactor: Transactor<S>): ChangeWitness<S> => {
  const changes: WitnessedChange[] = [];
  const witness: ChangeWitness<S> = {
    changes,
    fault: () => 'none',
    transactor: {
      run: <T, E>(work: (stores: S) => ResultAsync<T, E>): ResultAsync<T, E | StoreFailure> => {
        let found: readonly WitnessedChange[] = [];
        let fault: CommitFault = 'none';
        return transactor
          .run<T, E | StoreFailure>((stores) => {
            const seen: Seen = { acknowledged: [], operations: new Map(), parked: [], handedOver: false };
            return work(watched(stores, seen)).andThen((value) =>
              changesOf(stores, seen).andThen((all) => {
                found = all;
                fault = all.length > 0 || seen.handedOver ? witness.fault() : 'none';
                return fault === 'rollback' ? errAsync(away) : okAsync(value);
              }),
            );
          })
          .andThen((value) => {
            changes.push(...found);
            return fault === 'unheard' ? errAsync(away) : okAsync(value);
          });
      },
    },
  };
  return witness;
};
