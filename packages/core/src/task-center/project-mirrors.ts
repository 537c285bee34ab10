import type { AssigneeState, InstanceState, TaskState } from '../workflow/model.ts';
import { mirrorKey } from './mirror-key.ts';
import type { ContentTask, DesiredMirror, MirrorContent, MirrorRef, MirrorUnit } from './mirror.ts';
import type { Route } from './route.ts';

const absent: DesiredMirror = { state: 'absent' };

const instanceRef = (instance: InstanceState): MirrorRef => ({
  unit: 'instance',
  instanceId: instance.id,
  taskId: null,
  assigneeId: null,
});

const taskRef = (instance: InstanceState, task: TaskState): MirrorRef => ({
  ...instanceRef(instance),
  unit: 'task',
  taskId: task.id,
});

interface Place {
  readonly ref: MirrorRef;
  /** The tasks it is about. */
  readonly tasks: readonly TaskState[];
}

const placesOfTask = (instance: InstanceState, task: TaskState, units: readonly MirrorUnit[]): readonly Place[] => {
  const ref = taskRef(instance, task);
  const tasks = [task];
  return [
    ...(units.includes('task') ? [{ ref, tasks }] : []),
    ...(units.includes('assignee')
      ? task.assignees.map(({ person }): Place => ({ ref: { ...ref, unit: 'assignee', assigneeId: person.id }, tasks }))
      : []),
  ];
};

const placesOf = (
  instance: InstanceState,
  units: readonly MirrorUnit[],
  tasks: readonly TaskState[],
): readonly Place[] => [
  ...(units.includes('instance') ? [{ ref: instanceRef(instance), tasks: instance.tasks }] : []),
  ...tasks.flatMap((task) => placesOfTask(instance, task, units)),
];

/** Every remote object that an instance (or only these tasks of it, and itself) may stand for: wanted, past and excluded ones alike. */
export const mirrorRefsOf = (
  instance: InstanceState,
  units: readonly MirrorUnit[],
  tasks: readonly TaskState[] = instance.tasks,
): readonly MirrorRef[] => placesOf(instance, units, tasks).map(({ ref }) => ref);

/** The instance that must be there first, for a task on platforms that keep both. */
export const parentOf = (ref: MirrorRef, units: readonly MirrorUnit[]): MirrorRef | null =>
  ref.unit !== 'instance' && units.includes('instance')
    ? { unit: 'instance', instanceId: ref.instanceId, taskId: null, assigneeId: null }
    : null;

/** The keys of everything that an instance must be there for, on platforms that keep both. */
export const childrenOf = (instance: InstanceState, units: readonly MirrorUnit[]): readonly string[] =>
  mirrorRefsOf(instance, units)
    .filter((ref) => parentOf(ref, units) !== null)
    .map(mirrorKey);

type Sees = (task: TaskState, assignee: AssigneeState) => boolean;

const contentTask = (task: TaskState, sees: Sees): ContentTask => ({
  id: task.id,
  nodeId: task.nodeId,
  nodeName: task.nodeName,
  subject: task.subject,
  sceneCode: task.sceneCode,
  taskType: task.taskType,
  urgency: task.urgency,
  completion: task.completion,
  links: task.links,
  createdAt: task.createdAt,
  dueAt: task.dueAt,
  status: task.status,
  finishedAt: task.finishedAt,
  result: task.result,
  handlers: task.assignees
    .filter((assignee) => sees(task, assignee))
    .map(({ person, state, since }) => ({ person, state: state === 'open' ? 'open' : 'done', since })),
});

const tasksOf = (instance: InstanceState, ref: MirrorRef): readonly TaskState[] =>
  ref.taskId === null ? instance.tasks : instance.tasks.filter(({ id }) => id === ref.taskId);

const contentOf = (instance: InstanceState, { ref, tasks: of }: Place, sees: Sees): MirrorContent => {
  const tasks = of
    .map((task) =>
      contentTask(
        task,
        (seen, assignee) => (ref.assigneeId === null || assignee.person.id === ref.assigneeId) && sees(seen, assignee),
      ),
    )
    .filter(({ handlers }) => handlers.length > 0);
  const open =
    (ref.unit === 'instance' && instance.status === 'running') ||
    tasks.some(({ handlers }) => handlers.some(({ state }) => state === 'open'));
  return {
    ref,
    state: open ? 'open' : 'done',
    instance: {
      id: instance.id,
      subject: instance.subject,
      processId: instance.processId,
      processName: instance.processName,
      processVersion: instance.processVersion,
      category: instance.category,
      status: instance.status,
      initiator: instance.initiator,
      startedAt: instance.startedAt,
      endedAt: instance.endedAt,
    },
    tasks,
  };
};

const project = (instance: InstanceState, place: Place, route: Route): DesiredMirror => {
  if (instance.deleted) return absent;
  const { processId, category } = instance;
  const content = contentOf(
    instance,
    place,
    ({ sceneCode, taskType }, { person, state }) =>
      state !== 'withdrawn' && route({ processId, category, sceneCode, taskType, personId: person.id }),
  );
  return content.tasks.length === 0 ? absent : { state: content.state, content };
};

/**
 * What a platform should show for a reference: a pure projection of the workflow. Absent when the instance was deleted, or when
 * nobody of those routed there has it open or done.
 */
export const desiredMirror = (instance: InstanceState, ref: MirrorRef, route: Route): DesiredMirror =>
  project(instance, { ref, tasks: tasksOf(instance, ref) }, route);

/** A task that the workflow no longer knows of: what a late event can leave of one that was shown. */
const forgottenTask = (instance: InstanceState, id: string): ContentTask => ({
  id,
  nodeId: '-',
  nodeName: '-',
  subject: instance.subject,
  sceneCode: null,
  taskType: null,
  urgency: 'normal',
  completion: 'any',
  links: { pc: '', mobile: null },
  createdAt: instance.startedAt ?? instance.lastEvent?.occurredAt ?? 0,
  dueAt: null,
  status: 'aborted',
  finishedAt: null,
  result: null,
  handlers: [],
});

/**
 * What a reference would show to everybody who ever had it: for taking it away. Units `assignee` and `task` have exactly one task and
 * unit `assignee` one handler, even where a late event has made the workflow forget them; a task's handlers may be none.
 */
export const fullContent = (instance: InstanceState, ref: MirrorRef): MirrorContent => {
  const of = tasksOf(instance, ref);
  const content = contentOf(instance, { ref, tasks: of }, () => true);
  if (ref.taskId === null || content.tasks.length > 0) return content;
  const task = of[0] === undefined ? forgottenTask(instance, ref.taskId) : contentTask(of[0], () => false);
  const { assigneeId } = ref;
  const handlers: ContentTask['handlers'] =
    assigneeId === null
      ? []
      : [{ person: { id: assigneeId, name: assigneeId, department: null }, state: 'open', since: task.createdAt }];
  return { ...content, tasks: [{ ...task, handlers }] };
};

/**
 * Whether what a reference stands for may have been told as finished before now. Where it may not, an open object on a platform cannot
 * stand finished there, whatever answers were lost.
 */
export const mayHaveBeenDone = (instance: InstanceState, ref: MirrorRef): boolean =>
  ref.unit === 'instance' ||
  tasksOf(instance, ref).some(
    ({ completion, history, status }) => completion === 'all' || history.length > 1 || status !== 'initialized',
  );

/** A projection of a whole instance for one platform. */
export type Projection = ReadonlyMap<string, { readonly ref: MirrorRef; readonly desired: DesiredMirror }>;

/** Every reference of an instance with what should be shown for it, by key. */
export const projectMirrors = (
  instance: InstanceState,
  units: readonly MirrorUnit[],
  route: Route,
  tasks: readonly TaskState[] = instance.tasks,
): Projection =>
  new Map(
    placesOf(instance, units, tasks).map((place) => [
      mirrorKey(place.ref),
      { ref: place.ref, desired: project(instance, place, route) },
    ]),
  );
