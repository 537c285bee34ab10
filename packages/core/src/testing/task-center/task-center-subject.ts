import type { ResultAsync } from 'neverthrow';
import type { Transactor } from '../../ports/transactor.ts';
import { mirrorKey } from '../../task-center/mirror-key.ts';
import type { MirrorRef } from '../../task-center/mirror.ts';
import type { Platform, TaskCenterStores, WantedMirror } from '../../task-center/ports.ts';
import type { Todo } from '../../task-center/todo.ts';
import { defaultLaneConfig, type Lane } from '../../work/lane.ts';
import type { WorkStores } from '../../work/ports.ts';

export type SubjectStores = TaskCenterStores & WorkStores;

/** The task center's stores, which are to keep the promises of their ports. Their clock must go forward by itself. */
export interface TaskCenterStoresSubject {
  readonly transactor: Transactor<SubjectStores>;
  /** A tenant that exists and that nobody else uses. */
  freshTenant(): Promise<string>;
}

/** Runs one transaction and answers its value; a failure throws. */
export const inTransaction = async <T, E>(
  { transactor }: TaskCenterStoresSubject,
  work: (stores: SubjectStores) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(work);
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

export const someTodo = (tenant: string, fields: Partial<Todo> = {}): Todo => ({
  tenant,
  taskId: 'T-1',
  assignee: { id: 'T001', name: '李老师', department: '计算机学院' },
  instanceId: 'S-1',
  state: 'open',
  title: '张三的请假申请',
  links: { pc: 'https://oa.example.edu/t/1', mobile: null },
  urgency: 'normal',
  sceneCode: 'leave',
  taskType: null,
  nodeId: 'n2',
  nodeName: '辅导员审批',
  sender: { id: '20210001', name: '张三', department: null },
  processId: 'leave',
  processName: '请假审批',
  category: 'approval',
  createdAt: 1_763_683_200_000,
  stateSince: 1_763_683_201_000,
  version: 1_763_683_201_000,
  ...fields,
});

export const somePlatform = (tenant: string, code: string, fields: Partial<Platform> = {}): Platform => ({
  tenant,
  code,
  kind: 'fake',
  name: '统一待办',
  baseUrl: 'https://todo.example.edu',
  enabled: true,
  settings: { appId: 'a', nested: { list: [1, null, '二'] } },
  secrets: { token: 'sealed' },
  profile: null,
  retry: { count: null, intervalSeconds: [1, 2.5, 60], maxAgeSeconds: 259_200 },
  concurrency: 16,
  batchSize: 1,
  timeoutMs: 10_000,
  rate: { perSecond: 0.5, burst: 3 },
  showFinished: false,
  resendUndecidable: true,
  sandbox: false,
  revision: 1,
  createdAt: 1_763_683_200_000,
  updatedAt: 1_763_683_200_001,
  ...fields,
});

export const assigneeRef = (instanceId: string, taskId: string, assigneeId: string): MirrorRef => ({
  unit: 'assignee',
  instanceId,
  taskId,
  assigneeId,
});

export const wanted = (tenant: string, platform: string, ref: MirrorRef, version: number): WantedMirror => ({
  tenant,
  platform,
  key: mirrorKey(ref),
  ref,
  version,
});

/** A lane of this name; made when it is missing. */
export const laneOf = async (subject: TaskCenterStoresSubject, tenant: string, name: string): Promise<Lane> => {
  const [lane] = await inTransaction(subject, ({ lanes }) =>
    lanes.ensure([{ tenant, name, config: defaultLaneConfig }]),
  );
  if (lane === undefined) throw new Error('Ensuring a lane answered nothing.');
  return lane;
};
