import type { MirrorContent, MirrorRef } from '../../task-center/mirror.ts';
import type { PlatformCapabilities, PushAnswer, PushCall } from '../../task-center/platform.ts';

/** One object as people see it. */
export interface RemoteObject {
  readonly remoteId: string;
  readonly key: string;
  readonly ref: MirrorRef;
  readonly state: 'open' | 'done';
  readonly content: MirrorContent;
  /** Under which id of its person it was made, where people are mapped. */
  readonly owner: string | null;
  /** Under which ids people were last shown in it. */
  readonly people: ReadonlyMap<string, string>;
  /** When it was made, in milliseconds of whatever clock the remote was given. */
  readonly madeAt: number;
}

/** What a call does to a platform: an answer without its outcome, or why it makes no sense there. */
export type RemoteEffect = Pick<PushAnswer, 'found' | 'remoteId'> | { readonly refusal: string };

/** A platform's objects. It behaves as its capabilities say, and writes down what no well-behaved caller asks of it. */
export interface FakeRemote {
  apply(call: PushCall): RemoteEffect;
  find(call: Pick<PushCall, 'key' | 'remoteId' | 'ref' | 'people'>): RemoteObject | null;
  /** What people see, in order of creation. */
  objects(): readonly RemoteObject[];
  /** How often an object of this key came into being, and how often one was taken away. */
  created(key: string): number;
  withdrawn(key: string): number;
  /** What a caller should never have asked. */
  readonly violations: readonly string[];
  /** Takes an object away behind the caller's back, or finishes it. */
  tamper(key: string, what: 'remove' | 'finish'): void;
}

/** `namesIds`: whether creations answer with the platform's own id, which later calls then need. */
export const createFakeRemote = (
  capabilities: PlatformCapabilities,
  namesIds: boolean,
  now: () => number = () => 0,
): FakeRemote => {
  const objects: RemoteObject[] = [];
  const violations: string[] = [];
  const created = new Map<string, number>();
  const withdrawn = new Map<string, number>();
  /** Instances that were ever there: a task may find its own gone, but never not come yet. */
  const instances = new Set<string>();
  const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  const refuse = (refusal: string): RemoteEffect => {
    violations.push(refusal);
    return { refusal };
  };
  const ownerOf = ({ ref, people }: Pick<PushCall, 'ref' | 'people'>): string | null =>
    capabilities.people === 'own' || ref.assigneeId === null ? null : (people.get(ref.assigneeId) ?? 'nobody');
  const indexOf = (call: Pick<PushCall, 'key' | 'remoteId' | 'ref' | 'people'>): number => {
    const { key, remoteId } = call;
    // One person's objects are out of reach under the id of another.
    const owner = ownerOf(call);
    const own = (object: RemoteObject): boolean => object.key === key && object.owner === owner;
    const byId = remoteId === null ? -1 : objects.findIndex((object) => object.remoteId === remoteId && own(object));
    return byId !== -1 || (remoteId !== null && !capabilities.identity) ? byId : objects.findIndex(own);
  };
  const answerOf = (index: number): RemoteEffect => ({
    found: 'as-sent',
    remoteId: namesIds ? (objects[index]?.remoteId ?? null) : null,
  });
  const put = (index: number, state: RemoteObject['state'], { content, people }: PushCall): RemoteEffect => {
    const before = objects[index];
    if (before === undefined) return { found: 'missing', remoteId: null };
    objects[index] = { ...before, state, content, people };
    return answerOf(index);
  };
  const create = (call: PushCall): RemoteEffect => {
    const { key, ref, content, parentRemoteId, people } = call;
    const { units, identity, createsDone } = capabilities;
    if (ref.unit === 'task' && units.includes('instance')) {
      if (namesIds && parentRemoteId === null) return refuse(`${key} was created without the id of its instance`);
      if (!instances.has(ref.instanceId)) return refuse(`${key} was created before its instance`);
    }
    if (content.state === 'done' && !createsDone) return refuse(`${key} was created as done`);
    const owner = ownerOf(call);
    if (owner === 'nobody') return refuse(`${key} was created for nobody`);
    const existing = identity ? objects.findIndex((object) => object.key === key && object.owner === owner) : -1;
    if (existing !== -1) return { found: 'existed', remoteId: namesIds ? (objects[existing]?.remoteId ?? null) : null };
    count(created, key);
    if (ref.unit === 'instance') instances.add(ref.instanceId);
    objects.push({
      remoteId: `r${[...created.values()].reduce((sum, n) => sum + n, 0)}`,
      key,
      ref,
      state: content.state,
      content,
      owner,
      people,
      madeAt: now(),
    });
    return answerOf(objects.length - 1);
  };
  return {
    violations,
    apply: (call) => {
      if (call.operation === 'create') return create(call);
      const index = indexOf(call);
      const object = objects[index];
      if (call.operation === 'withdraw') {
        if (object === undefined) return { found: 'missing', remoteId: null };
        count(withdrawn, call.key);
        objects.splice(index, 1);
        return { found: 'as-sent', remoteId: null };
      }
      if (object === undefined) return { found: 'missing', remoteId: null };
      if (call.operation === 'complete') return put(index, 'done', call);
      if (object.state === 'done' && capabilities.reopen === 'recreate')
        return refuse(`${call.key} was updated after it was finished`);
      return put(index, 'open', call);
    },
    find: (call) => objects[indexOf(call)] ?? null,
    objects: () => objects,
    created: (key) => created.get(key) ?? 0,
    withdrawn: (key) => withdrawn.get(key) ?? 0,
    tamper: (key, what) => {
      const index = objects.findIndex((object) => object.key === key);
      const object = objects[index];
      if (object === undefined) return;
      if (what === 'remove') objects.splice(index, 1);
      else objects[index] = { ...object, state: 'done' };
    },
  };
};
