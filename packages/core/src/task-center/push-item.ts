import { ok, ResultAsync, safeTry } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Claim } from '../work/claim.ts';
import type { Lane } from '../work/lane.ts';
import type { Outcome, ParkReason } from '../work/outcome.ts';
import type { WorkStores } from '../work/ports.ts';
import type { InstanceState } from '../workflow/model.ts';
import type { WorkflowStores } from '../workflow/ports.ts';
import { platformOfLane } from './lane-names.ts';
import { loadPeople, noPeople, peopleToNote } from './mapped-people.ts';
import { mirrorKey } from './mirror-key.ts';
import type { DesiredMirror, Mirror, MirrorContent } from './mirror.ts';
import type { PlatformRegistry } from './platform-registry.ts';
import { personSpaceOf } from './person-space.ts';
import type { People, TaskCenterPlatform } from './platform.ts';
import type { Platform, TaskCenterStores } from './ports.ts';
import { childrenOf, desiredMirror, fullContent, mayHaveBeenDone, parentOf } from './project-mirrors.ts';
import { routeFor, type Route } from './route.ts';

/** What an attempt needs to know of one key. */
export type PushItem =
  | {
      readonly kind: 'mirror';
      readonly platform: Platform;
      readonly target: TaskCenterPlatform;
      readonly mirror: Mirror;
      readonly desired: DesiredMirror;
      /** What to show to a platform that is told to take it away. */
      readonly full: MirrorContent;
      readonly mayHaveBeenDone: boolean;
      /** Who is who there, and in which space that was looked up; nobody and null where people are known by the engine's ids. */
      readonly people: People;
      readonly space: string | null;
      /** The instance that must hold it; null where none is needed. */
      readonly parent: {
        readonly present: boolean;
        readonly remoteId: string | null;
        readonly parked: ParkReason | null;
      } | null;
      /** Keys that wait for this one. */
      readonly children: readonly string[];
    }
  /** Nothing can be tried at present. */
  | { readonly kind: 'held'; readonly outcome: Outcome };

type Stores = Pick<TaskCenterStores, 'platforms' | 'rules' | 'mirrors' | 'personMappings'> &
  Pick<WorkStores, 'work'> &
  WorkflowStores;

/** An instance that tasks are to be held by, and why it is not tried any more. */
interface Parent {
  readonly mirror: Mirror;
  readonly parked: ParkReason | null;
}

const disabledForMs = 60_000;

const held = (platform: Platform, registry: PlatformRegistry): PushItem | null => {
  const reason = platform.enabled
    ? registry.open(platform).match(
        () => null,
        ({ issues }) => issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
      )
    : 'the platform is not enabled';
  return reason === null
    ? null
    : { kind: 'held', outcome: { kind: 'deferred', scope: 'lane', forMs: disabledForMs, reason } };
};

const itemOf = (
  platform: Platform,
  target: TaskCenterPlatform,
  route: Route,
  mirror: Mirror,
  instance: InstanceState,
  parents: ReadonlyMap<string, Parent>,
): Extract<PushItem, { kind: 'mirror' }> => {
  const { units } = target.capabilities;
  const parentRef = parentOf(mirror.ref, units);
  const parent = parentRef === null ? null : parents.get(mirrorKey(parentRef));
  const desired = desiredMirror(instance, mirror.ref, route);
  return {
    kind: 'mirror',
    platform,
    target,
    mirror,
    desired,
    full: desired.state === 'absent' ? fullContent(instance, mirror.ref) : desired.content,
    mayHaveBeenDone: mayHaveBeenDone(instance, mirror.ref),
    people: noPeople,
    space: personSpaceOf(platform, target),
    parent:
      parentRef === null
        ? null
        : {
            present: (parent?.mirror.acknowledged.state ?? 'absent') !== 'absent',
            remoteId: parent?.mirror.acknowledged.remoteId ?? null,
            parked: parent?.parked ?? null,
          },
    // Only an instance that appears calls anybody.
    children:
      mirror.ref.unit === 'instance' && mirror.acknowledged.state === 'absent' ? childrenOf(instance, units) : [],
  };
};

const loadParents = (
  stores: Stores,
  lane: Lane,
  platform: string,
  keys: readonly string[],
): ResultAsync<ReadonlyMap<string, Parent>, StoreFailure> =>
  safeTry(async function* () {
    if (keys.length === 0) return ok(new Map<string, Parent>());
    const mirrors = yield* stores.mirrors.find(lane.tenant, platform, keys);
    const missing = [...mirrors.values()].filter(({ acknowledged }) => acknowledged.state === 'absent');
    const states =
      missing.length === 0 ? [] : yield* stores.work.find(missing.map(({ key }) => ({ lane: lane.id, key })));
    const parked = new Map(states.map((state) => [state.key, state.parked]));
    return ok(new Map([...mirrors].map(([key, mirror]) => [key, { mirror, parked: parked.get(key) ?? null }])));
  });

/** Reads what claims of a push lane need, in one go, by claim id. Keys without a mirror are left out: nothing is wanted there. */
export const loadPushItems = (
  stores: Stores,
  registry: PlatformRegistry,
  lane: Lane,
  claims: readonly Claim[],
): ResultAsync<ReadonlyMap<number, PushItem>, StoreFailure> =>
  safeTry(async function* () {
    const code = platformOfLane(lane.name);
    if (code === null) return ok(new Map<number, PushItem>());
    // Side by side: a store with a network in between answers them in one round trip.
    const [platform, mirrors, rules] = yield* ResultAsync.combine([
      stores.platforms.find(lane.tenant, code),
      stores.mirrors.find(
        lane.tenant,
        code,
        claims.map(({ key }) => key),
      ),
      stores.rules.list(lane.tenant),
    ]);
    if (platform === null) return ok(new Map<number, PushItem>());
    const holding = held(platform, registry);
    const target = registry.open(platform);
    if (holding !== null || target.isErr()) {
      return ok(new Map(holding === null ? [] : claims.map(({ id }) => [id, holding])));
    }
    const refs = [...mirrors.values()].map(({ ref }) => ref);
    const parentRefs = refs.flatMap((ref) => parentOf(ref, target.value.capabilities.units) ?? []);
    const [instances, parents] = yield* ResultAsync.combine([
      stores.workflow.findInstances(lane.tenant, [...new Set(refs.map(({ instanceId }) => instanceId))]),
      loadParents(stores, lane, platform.code, [...new Set(parentRefs.map(mirrorKey))]),
    ]);
    const route = routeFor(rules, platform.code);
    const items = new Map<number, PushItem>();
    for (const { id, key } of claims) {
      const mirror = mirrors.get(key);
      if (mirror === undefined) continue;
      const instance = instances.get(mirror.ref.instanceId);
      items.set(
        id,
        instance === undefined
          ? { kind: 'held', outcome: { kind: 'refused', reason: 'its instance is not known' } }
          : itemOf(platform, target.value, route, mirror, instance, parents),
      );
    }
    return ok(
      target.value.capabilities.people === 'own'
        ? items
        : yield* withPeople(stores, platform, target.value, claims, items),
    );
  });

/** The same items with their people looked up, all at once, and written down where something is about to be made for them. */
const withPeople = (
  stores: Stores,
  platform: Platform,
  target: TaskCenterPlatform,
  claims: readonly Claim[],
  items: ReadonlyMap<number, PushItem>,
): ResultAsync<ReadonlyMap<number, PushItem>, StoreFailure> =>
  safeTry(async function* () {
    const contents = [...items.values()].flatMap((item) => (item.kind === 'mirror' ? [item.full] : []));
    const people = yield* loadPeople(stores, platform, target, contents);
    const notes: { readonly key: string; readonly people: Readonly<Record<string, string>> }[] = [];
    const known = new Map<number, PushItem>();
    for (const { id, key, uncertain } of claims) {
      const item = items.get(id);
      if (item === undefined) continue;
      if (item.kind === 'held') {
        known.set(id, item);
        continue;
      }
      const note =
        item.desired.state === 'absent' ? null : peopleToNote(target, item.mirror, item.full, people, uncertain);
      if (note !== null) notes.push({ key, people: note });
      const { mirror } = item;
      const acknowledged = note === null ? mirror.acknowledged : { ...mirror.acknowledged, people: note };
      known.set(id, { ...item, people, mirror: { ...mirror, acknowledged } });
    }
    if (notes.length > 0) yield* stores.mirrors.notePeople(platform.tenant, platform.code, notes);
    return ok(known);
  });
