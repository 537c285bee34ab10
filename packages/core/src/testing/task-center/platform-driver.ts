import { mirrorKey } from '../../task-center/mirror-key.ts';
import type { MirrorContent, MirrorRef, MirrorUnit } from '../../task-center/mirror.ts';
import type {
  PushAnswer,
  PushCall,
  PushContext,
  PushOperation,
  TaskCenterPlatform,
} from '../../task-center/platform.ts';
import { must } from '../contract-case.ts';

/** What somebody sees of one to-do. */
export interface SeenTodo {
  readonly title: string;
  readonly state: 'open' | 'done';
}

/** A task center and a way to see what people see there. */
export interface TaskCenterPlatformSubject {
  readonly platform: TaskCenterPlatform;
  /** To-dos of one person; finished ones too, withdrawn ones not. */
  look(assigneeId: string): Promise<readonly SeenTodo[]>;
  /** An id that nobody has used there, of letters and digits. */
  freshId(): string;
  /** Who somebody is there, for a platform that knows people by ids of its own; the same id unless given. */
  remoteIdOf?(personId: string): string;
  /** Resolves once what was pushed can be read back; needed where the platform takes its time. */
  settled?(): Promise<void>;
}

/** No limit but the runner's own. */
export const unhurried: PushContext = { signal: new AbortController().signal, remainingMs: () => 10_000 };

const finestFirst: readonly MirrorUnit[] = ['assignee', 'task', 'instance'];

/** One to-do of one person, pushed the way the task center does it: with its instance first where there is one, and ids handed on. */
export interface PlatformDriver {
  readonly assigneeId: string;
  readonly call: (operation: PushOperation, title: string, state?: 'open' | 'done') => PushCall;
  /** Pushes one step and answers what came of it. */
  push(operation: PushOperation, title: string, state?: 'open' | 'done'): Promise<PushAnswer>;
  /** Pushes one step that has to succeed. */
  mustPush(operation: PushOperation, title: string, state?: 'open' | 'done'): Promise<PushAnswer>;
}

const initiatorId = '20210001';

const contentFor = (ref: MirrorRef, assigneeId: string, title: string, state: 'open' | 'done'): MirrorContent => ({
  ref,
  state,
  instance: {
    id: ref.instanceId,
    subject: title,
    processId: 'leave',
    processName: '请假审批',
    processVersion: null,
    category: 'approval',
    status: state === 'open' ? 'running' : 'completed',
    initiator: { id: initiatorId, name: '张三', department: '计算机学院' },
    startedAt: 1_763_683_140_000,
    endedAt: state === 'open' ? null : 1_763_690_000_000,
  },
  tasks: [
    {
      id: ref.taskId ?? `${ref.instanceId}T`,
      nodeId: 'n2',
      nodeName: '辅导员审批',
      subject: title,
      sceneCode: 'leave',
      taskType: 'approval',
      urgency: 'urgent',
      completion: 'any',
      links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
      createdAt: 1_763_683_200_000,
      dueAt: null,
      status: state === 'open' ? 'initialized' : 'completed',
      finishedAt: state === 'open' ? null : 1_763_690_000_000,
      result: null,
      handlers: [
        { person: { id: assigneeId, name: '李老师', department: '计算机学院' }, state, since: 1_763_683_200_000 },
      ],
    },
  ],
});

export const drive = (subject: TaskCenterPlatformSubject): PlatformDriver => {
  const { platform, freshId } = subject;
  const [instanceId, taskId, assigneeId] = [freshId(), freshId(), freshId()];
  const { units } = platform.capabilities;
  const unit = finestFirst.find((candidate) => units.includes(candidate)) ?? 'assignee';
  const ref: MirrorRef = {
    unit,
    instanceId,
    taskId: unit === 'instance' ? null : taskId,
    assigneeId: unit === 'assignee' ? assigneeId : null,
  };
  const people: PushCall['people'] =
    platform.capabilities.people === 'own'
      ? new Map()
      : new Map([initiatorId, assigneeId].map((id) => [id, subject.remoteIdOf?.(id) ?? id]));
  const parentRef: MirrorRef = { unit: 'instance', instanceId, taskId: null, assigneeId: null };
  let version = 1_763_683_200_000;
  let remoteId: string | null = null;
  let parent: { readonly remoteId: string | null } | null = null;

  const call = (operation: PushOperation, title: string, state: 'open' | 'done' = 'open'): PushCall => ({
    operation,
    key: mirrorKey(ref),
    ref,
    content: contentFor(ref, assigneeId, title, operation === 'complete' ? 'done' : state),
    version: (version += 1_000),
    remoteId,
    parentRemoteId: parent?.remoteId ?? null,
    people,
    first: false,
  });
  const send = async (one: PushCall): Promise<PushAnswer> => {
    const data = platform.buildPushData(one);
    must(data.isOk(), `its mapping refuses an ordinary ${one.operation}: ${data.isErr() ? data.error.message : ''}`);
    const answers = await platform.push([one], unhurried);
    must(answers.length === 1, `${answers.length} answers to one call`);
    return answers[0] as PushAnswer;
  };
  const ensureParent = async (title: string): Promise<void> => {
    if (unit !== 'task' || !units.includes('instance') || parent !== null) return;
    const answer = await send({
      operation: 'create',
      key: mirrorKey(parentRef),
      ref: parentRef,
      content: { ...contentFor({ ...parentRef, taskId }, assigneeId, title, 'open'), ref: parentRef },
      version: (version += 1_000),
      remoteId: null,
      parentRemoteId: null,
      people,
      first: false,
    });
    must(answer.outcome.kind === 'done', `creating the instance came to ${JSON.stringify(answer.outcome)}`);
    parent = { remoteId: answer.remoteId };
  };
  const push = async (operation: PushOperation, title: string, state?: 'open' | 'done'): Promise<PushAnswer> => {
    await ensureParent(title);
    const answer = await send(call(operation, title, state));
    if (answer.outcome.kind === 'done') remoteId = operation === 'withdraw' ? null : (answer.remoteId ?? remoteId);
    return answer;
  };
  return {
    assigneeId,
    call,
    push,
    mustPush: async (operation, title, state) => {
      const answer = await push(operation, title, state);
      must(answer.outcome.kind === 'done', `${operation} came to ${JSON.stringify(answer.outcome)}`);
      return answer;
    },
  };
};
