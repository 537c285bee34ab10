import type {
  ContentHandler,
  ContentTask,
  MirrorContent,
  MirrorUnit,
  PlatformKind,
  PushCall,
  PushContext,
  PushOperation,
  StoredToken,
  TaskCenterPlatform,
  TokenCache,
} from '@portico/core/task-center';
import { okAsync } from 'neverthrow';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { startSandboxes } from '../sandboxes/index.ts';
import type { Faults, SandboxName, SandboxTodo } from '../sandboxes/index.ts';
import { taskCenterKinds } from './task-center-kinds.ts';

/** Tokens in memory, with the compare-and-swap that stores promise. */
export const createMemoryTokens = (): TokenCache & { readonly stored: Map<string, StoredToken> } => {
  const stored = new Map<string, StoredToken>();
  return {
    stored,
    read: (tenant, platform) => okAsync(stored.get(`${tenant}/${platform}`) ?? null),
    swap: (tenant, platform, used, token, expiresInMs) => {
      const key = `${tenant}/${platform}`;
      const held = stored.get(key);
      if (held !== undefined && held.version !== used) return okAsync(held);
      const next: StoredToken = {
        version: used + 1,
        token,
        expiresAt: expiresInMs === null ? null : Date.now() + expiresInMs,
      };
      stored.set(key, next);
      return okAsync(next);
    },
  };
};

export const createContext = (timeoutMs = 10_000): PushContext => {
  const deadline = performance.now() + timeoutMs;
  return { signal: new AbortController().signal, remainingMs: () => deadline - performance.now() };
};

export const kindNamed = (name: string, kinds: readonly PlatformKind[] = taskCenterKinds()): PlatformKind => {
  const kind = kinds.find((candidate) => candidate.kind === name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return kind;
};

const minute = 60_000;
const at = Date.parse('2026-11-21T08:00:00+08:00');

export const handlerOf = (id: string, state: 'open' | 'done' = 'open'): ContentHandler => ({
  person: { id, name: '李老师', department: '计算机学院' },
  state,
  since: state === 'done' ? at + minute : at,
});

export const taskOf = (change: Partial<ContentTask> = {}): ContentTask => ({
  id: 'T-1',
  nodeId: 'n2',
  nodeName: '辅导员审批',
  subject: '张三的请假申请',
  sceneCode: 'leave',
  taskType: 'approval',
  urgency: 'urgent',
  completion: 'any',
  links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
  createdAt: at,
  dueAt: null,
  status: 'initialized',
  finishedAt: null,
  result: null,
  handlers: [handlerOf('T001')],
  ...change,
});

export const contentOf = (
  unit: MirrorUnit,
  tasks: readonly ContentTask[] = [taskOf()],
  status: MirrorContent['instance']['status'] = 'running',
): MirrorContent => {
  const [task] = tasks;
  const open = tasks.some(({ handlers }) => handlers.some(({ state }) => state === 'open'));
  return {
    ref: {
      unit,
      instanceId: 'S-1',
      taskId: unit === 'instance' ? null : (task?.id ?? null),
      assigneeId: unit === 'assignee' ? (task?.handlers[0]?.person.id ?? null) : null,
    },
    state: open || (unit === 'instance' && status === 'running') ? 'open' : 'done',
    instance: {
      id: 'S-1',
      subject: '张三的请假申请',
      processId: 'leave',
      processName: '请假审批',
      processVersion: null,
      category: 'approval',
      status,
      initiator: { id: '20210001', name: '张三', department: '计算机学院' },
      startedAt: at - minute,
      endedAt: status === 'running' ? null : at + minute,
    },
    tasks,
  };
};

/** Everybody under the id that the engine knows them by: what people see can be asked for by either. */
const peopleOf = ({ instance, tasks }: MirrorContent): PushCall['people'] =>
  new Map(
    [
      ...(instance.initiator === null ? [] : [instance.initiator]),
      ...tasks.flatMap(({ handlers }) => handlers.map(({ person }) => person)),
    ].map(({ id }) => [id, id]),
  );

export interface PlatformBed {
  readonly platform: TaskCenterPlatform;
  readonly tokens: ReturnType<typeof createMemoryTokens>;
  readonly baseUrl: string;
  /** Values of its secrets. */
  readonly secrets: readonly string[];
  call(operation: PushOperation, content: MirrorContent, more?: Partial<PushCall>): PushCall;
  push(...calls: readonly PushCall[]): ReturnType<TaskCenterPlatform['push']>;
  todos(assignee: string): Promise<readonly SandboxTodo[]>;
  requests(): Promise<
    readonly { readonly operation: string; readonly id: string; readonly effect: string; readonly answered: string }[]
  >;
  fault(faults: Partial<Faults>): Promise<void>;
  open(change: {
    readonly settings?: Record<string, unknown>;
    readonly secrets?: Record<string, string>;
    readonly baseUrl?: string;
  }): ReturnType<PlatformKind['open']>;
  close(): Promise<void>;
}

/** A platform of a kind on its sandbox, over real HTTP. */
export const openPlatformBed = async (name: SandboxName): Promise<PlatformBed> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-platform-'));
  const sandboxes = await startSandboxes({ port: 0, dataDir, kinds: [name], hangMs: 300 });
  const baseUrl = sandboxes.baseUrl(name);
  const tokens = createMemoryTokens();
  const given = Object.entries(sandboxes.credentials(name)).filter(([field]) => field !== 'baseUrl');
  const kind = kindNamed(name);
  const isSecret = (field: string): boolean =>
    kind.configFields.some((known) => known.name === field && known.type === 'secret');
  const settings = Object.fromEntries(given.filter(([field]) => !isSecret(field)));
  const secrets = Object.fromEntries(given.filter(([field]) => isSecret(field)));
  const open: PlatformBed['open'] = (change) =>
    kind.open({
      tenant: 'default',
      code: name,
      baseUrl: change.baseUrl ?? baseUrl,
      settings: { ...settings, ...change.settings },
      secrets: { ...secrets, ...change.secrets },
      profile: null,
      timezone: 'Asia/Shanghai',
      tokens: change.secrets === undefined ? tokens : createMemoryTokens(),
    });
  const platform = open({})._unsafeUnwrap();
  let version = at;
  const read = async (path: string): Promise<Record<string, unknown>> => {
    const { body } = await request(`${baseUrl}/_sandbox/${path}`);
    return (await body.json()) as Record<string, unknown>;
  };
  return {
    platform,
    tokens,
    baseUrl,
    secrets: Object.values(secrets),
    open,
    call: (operation, content, more = {}) => {
      version += 1;
      return {
        operation,
        key: `${content.ref.unit}:S-1`,
        ref: content.ref,
        content,
        version,
        remoteId: null,
        parentRemoteId: null,
        people: platform.capabilities.people === 'mapped' ? peopleOf(content) : new Map(),
        first: false,
        ...more,
      };
    },
    push: (...calls) => platform.push(calls, createContext()),
    todos: async (assignee) =>
      (await read(`todos?assignee=${encodeURIComponent(assignee)}`))['todos'] as readonly SandboxTodo[],
    requests: async () => (await read('requests'))['requests'] as Awaited<ReturnType<PlatformBed['requests']>>,
    fault: async (faults) => {
      const { statusCode, body } = await request(`${baseUrl}/_sandbox/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(faults),
      });
      const said = await body.text();
      if (statusCode !== 200) throw new Error(`the sandbox refused faults: ${statusCode} ${said}`);
    },
    close: async () => {
      await sandboxes.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
