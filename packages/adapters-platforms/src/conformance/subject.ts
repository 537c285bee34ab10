import type {
  People,
  PushAnswer,
  PushCall,
  PushOperation,
  TaskCenterPlatform,
  VerifyAnswer,
} from '@portico/core/task-center';
import type { MirrorContent, MirrorRef, MirrorUnit } from '@portico/core/task-center';
import { mirrorKey } from '@portico/core/task-center';
import type { Exchange, Outcome } from '@portico/core/work';
import { broken, words } from './finding.ts';
import type { Step, Words } from './finding.ts';

export interface TestPerson {
  readonly id: string;
  /** The platform's id, where people are mapped. */
  readonly remoteId: string | null;
  readonly name: string;
  readonly department: string | null;
}

/** What stays the same in a run, and in every replay of it. */
export interface RunIdentity {
  /** Letters and digits: a part of every id that is made. */
  readonly run: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly person: TestPerson;
}

/** One to-do that exists for a promise alone, pushed the way the task center does it. */
export interface CheckedTodo {
  readonly key: string;
  call(
    operation: PushOperation,
    title: string,
    more?: Partial<PushCall> & { readonly state?: 'open' | 'done' },
  ): PushCall;
  push(
    operation: PushOperation,
    title: string,
    more?: Partial<PushCall> & { readonly state?: 'open' | 'done' },
  ): Promise<PushAnswer>;
  /** As `push`; anything but success breaks the promise. */
  mustPush(
    operation: PushOperation,
    title: string,
    more?: Partial<PushCall> & { readonly state?: 'open' | 'done' },
  ): Promise<PushAnswer>;
  verify(title: string): Promise<VerifyAnswer>;
}

const operationWords: Readonly<Record<PushOperation, string>> = {
  create: '创建',
  update: '修改',
  complete: '办结',
  withdraw: '撤回',
};

const finestFirst: readonly MirrorUnit[] = ['assignee', 'task', 'instance'];
const minute = 60_000;
const timeoutMs = 20_000;

const contentOf = (
  ref: MirrorRef,
  { at, person }: RunIdentity,
  title: string,
  state: 'open' | 'done',
  ids: { readonly task: string },
): MirrorContent => ({
  ref,
  state,
  instance: {
    id: ref.instanceId,
    subject: title,
    processId: 'portico-check',
    processName: 'Portico 对接检查',
    processVersion: null,
    category: 'approval',
    status: state === 'open' ? 'running' : 'completed',
    initiator: { id: person.id, name: person.name, department: person.department },
    startedAt: at,
    endedAt: state === 'open' ? null : at + minute,
  },
  tasks: [
    {
      id: ids.task,
      nodeId: 'n1',
      nodeName: '检查',
      subject: title,
      sceneCode: 'portico-check',
      taskType: 'approval',
      urgency: 'normal',
      completion: 'any',
      links: { pc: 'https://portico.example/check', mobile: 'https://portico.example/check/m' },
      createdAt: at,
      dueAt: null,
      status: state === 'open' ? 'initialized' : 'completed',
      finishedAt: state === 'open' ? null : at + minute,
      result: state === 'open' ? null : '同意',
      handlers: [
        {
          person: { id: person.id, name: person.name, department: person.department },
          state,
          since: state === 'open' ? at : at + minute,
        },
      ],
    },
  ],
});

/** How often something that is held back is tried again, and how long it waits at most. */
const patience = { tries: 4, longestMs: 60_000 } as const;

/** Sends until the platform no longer asks to wait, as a lane would. */
export const patiently = async <A extends { readonly outcome: Outcome; readonly exchanges: readonly Exchange[] }>(
  pause: (ms: number) => Promise<void>,
  send: () => Promise<A>,
): Promise<A> => {
  const exchanges: Exchange[] = [];
  for (let left = patience.tries - 1; ; left -= 1) {
    const answer = await send();
    exchanges.push(...answer.exchanges);
    if (answer.outcome.kind !== 'deferred' || left === 0) return { ...answer, exchanges };
    await pause(Math.min(answer.outcome.forMs, patience.longestMs));
  }
};

const told = (outcome: Outcome): string => ('reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);

export const contextOf = (): { readonly signal: AbortSignal; remainingMs(): number } => {
  const deadline = performance.now() + timeoutMs;
  return { signal: new AbortController().signal, remainingMs: () => deadline - performance.now() };
};

/**
 * To-dos for one promise: the `ordinal`-th of a run. Their ids and versions follow from that alone, so that a replay renders the very requests
 * that were recorded.
 */
export const createTodos = (
  platform: TaskCenterPlatform,
  identity: RunIdentity,
  ordinal: number,
  note: {
    step(step: Step): void;
    created(key: string, withdraw: () => Promise<PushAnswer>): void;
    pause(ms: number): Promise<void>;
  },
): { next(person?: TestPerson): CheckedTodo } => {
  let count = 0;
  let version = identity.at + ordinal * 1_000;
  const { units } = platform.capabilities;
  const unit = finestFirst.find((candidate) => units.includes(candidate)) ?? 'assignee';
  const mapped = platform.capabilities.people === 'mapped';

  const next = (person: TestPerson = identity.person): CheckedTodo => {
    count += 1;
    const name = `${identity.run}${ordinal}x${count}`;
    const who = { ...identity, person };
    const people: People = mapped && person.remoteId !== null ? new Map([[person.id, person.remoteId]]) : new Map();
    const ids = { instance: `PC${name}S`, task: `PC${name}T` };
    const refOf = (of: MirrorUnit): MirrorRef => ({
      unit: of,
      instanceId: ids.instance,
      taskId: of === 'instance' ? null : ids.task,
      assigneeId: of === 'assignee' ? person.id : null,
    });
    let remoteId: string | null = null;
    let parent: { readonly remoteId: string | null } | null = null;

    const callFor = (of: MirrorUnit, operation: PushOperation, title: string, state: 'open' | 'done'): PushCall => {
      const ref = refOf(of);
      return {
        operation,
        key: mirrorKey(ref),
        ref,
        content: contentOf(ref, who, title, operation === 'complete' ? 'done' : state, ids),
        version: (version += 1),
        remoteId: of === unit ? remoteId : null,
        parentRemoteId: parent?.remoteId ?? null,
        people,
        first: false,
      };
    };
    const send = async (call: PushCall, what: Words): Promise<PushAnswer> => {
      const data = platform.buildPushData(call);
      if (data.isErr())
        throw broken(
          `the profile refuses it before it is sent: ${data.error.pointer}: ${data.error.message}`,
          `配置在发送前拒绝：${data.error.pointer}: ${data.error.message}`,
        );
      const answer = await patiently(note.pause, async () => {
        const [only] = await platform.push([call], contextOf());
        if (only === undefined) throw broken('the platform gave no answer for it', '平台没有给出应答');
        return only;
      });
      const found =
        answer.outcome.kind === 'done'
          ? `, ${answer.found}${answer.remoteId === null ? '' : `, id ${answer.remoteId}`}`
          : '';
      note.step({ what, came: `${told(answer.outcome)}${found}`, exchanges: answer.exchanges });
      return answer;
    };
    const ensureParent = async (title: string): Promise<void> => {
      if (unit !== 'task' || !units.includes('instance') || parent !== null) return;
      const answer = await send(callFor('instance', 'create', title, 'open'), words('create the instance', '创建实例'));
      if (answer.outcome.kind !== 'done')
        throw broken(
          `creating the instance came to ${told(answer.outcome)}`,
          `创建实例的结果是 ${told(answer.outcome)}`,
        );
      parent = { remoteId: answer.remoteId };
      const withdrawParent = (): Promise<PushAnswer> =>
        send(
          { ...callFor('instance', 'withdraw', title, 'open'), remoteId: answer.remoteId },
          words('clean up the instance', '清除实例'),
        );
      note.created(mirrorKey(refOf('instance')), withdrawParent);
    };
    const call: CheckedTodo['call'] = (operation, title, { state = 'open', ...more } = {}) => ({
      ...callFor(unit, operation, title, state),
      ...more,
    });
    const push: CheckedTodo['push'] = async (operation, title, more) => {
      await ensureParent(title);
      if (operation === 'create')
        note.created(mirrorKey(refOf(unit)), () => send(call('withdraw', title), words('clean up', '清除')));
      const answer = await send(
        call(operation, title, more),
        words(`${operation} “${title}”`, `${operationWords[operation]}「${title}」`),
      );
      if (answer.outcome.kind === 'done') remoteId = operation === 'withdraw' ? null : (answer.remoteId ?? remoteId);
      return answer;
    };
    const todo: CheckedTodo = {
      key: mirrorKey(refOf(unit)),
      call,
      push,
      mustPush: async (operation, title, more) => {
        const answer = await push(operation, title, more);
        if (answer.outcome.kind !== 'done')
          throw broken(
            `${operation} came to ${told(answer.outcome)}`,
            `${operationWords[operation]}的结果是 ${told(answer.outcome)}`,
          );
        return answer;
      },
      verify: async (title) => {
        const asked = call('update', title);
        const answer = await patiently(note.pause, () => platform.verify(asked, contextOf()));
        const came =
          answer.outcome.kind === 'done' ? `done, ${answer.remote?.state ?? 'not there'}` : told(answer.outcome);
        note.step({ what: words('read back', '查询'), came, exchanges: answer.exchanges });
        if (answer.outcome.kind !== 'done')
          throw broken(`reading back came to ${told(answer.outcome)}`, `查询的结果是 ${told(answer.outcome)}`);
        return answer;
      },
    };
    return todo;
  };
  return { next };
};
