import type { Exchange } from '@portico/core/work';
import type {
  ConfigField,
  PlatformKind,
  PlatformMark,
  ShownLane,
  ShownPlatform,
  SyncState,
  TimelineEntry,
  Todo,
} from '@portico/core/task-center';
import { defaultLaneConfig, type AttemptOutcome } from '@portico/core/work';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';

export const sampleNow = Date.UTC(2026, 10, 21, 0, 5, 30);

export const sampleTodo = (change: Partial<Todo> = {}): Todo => ({
  tenant: 'default',
  taskId: 'T-1',
  assignee: { id: 'T001', name: '李老师', department: '计算机学院' },
  instanceId: 'S-1',
  state: 'open',
  title: '张三的请假申请',
  links: { pc: 'https://oa.example.edu/t/1', mobile: 'https://m.oa.example.edu/t/1' },
  urgency: 'normal',
  sceneCode: 'leave',
  taskType: 'approval',
  nodeId: 'n2',
  nodeName: '辅导员审批',
  sender: { id: '20210001', name: '张三', department: '计算机学院' },
  processId: 'leave',
  processName: '请假审批',
  category: 'approval',
  createdAt: sampleNow - 330_000,
  stateSince: sampleNow - 330_000,
  version: sampleNow - 330_000,
  ...change,
});

export const sampleMark = (platform: string, sync: SyncState, change: Partial<PlatformMark> = {}): PlatformMark => ({
  platform,
  key: 'task:S-1:T-1',
  sync,
  remote: sync === 'agreed' ? 'open' : 'absent',
  remoteId: sync === 'agreed' ? '88213' : null,
  desiredVersion: sampleNow - 330_000,
  acknowledgedVersion: sync === 'agreed' ? sampleNow - 330_000 : 0,
  acknowledgedAt: sync === 'agreed' ? sampleNow - 329_000 : null,
  attempts: sync === 'failing' ? 3 : 0,
  dueAt: sync === 'failing' ? sampleNow + 12_000 : null,
  ...change,
});

export const sampleField = (
  name: string,
  type: ConfigField['type'],
  zh: string,
  en: string,
  change: Partial<ConfigField> = {},
): ConfigField => ({
  name,
  type,
  label: { 'zh-CN': zh, en },
  help: null,
  required: false,
  default: null,
  min: null,
  max: null,
  choices: null,
  ...change,
});

export const sampleKinds: readonly PlatformKind[] = (
  [
    ['jinzhi', '金智任务中心', 'Wisedu task center', 'verified'],
    ['weaver-ofs', '泛微统一待办', 'Weaver OFS', 'verified'],
    ['tongyidaiban', '统一待办', 'Unified to-dos', 'reference'],
    ['ability-center', '能力中心', 'Ability center', 'reference'],
    ['profile', '自定义配置文档', 'Profile', 'custom'],
  ] as const
).map(([kind, zh, en, contract]) => ({
  kind,
  name: { 'zh-CN': zh, en },
  contract,
  configFields: [
    sampleField('appId', 'string', '应用 ID', 'App id', {
      required: true,
      max: 64,
      help: { 'zh-CN': '在任务中心登记的应用编号。', en: 'As registered at the task center.' },
    }),
    sampleField('accessToken', 'secret', '访问令牌', 'Access token', { required: true }),
    sampleField('idType', 'choice', '人员标识', 'Person id', {
      choices: ['userId', 'employeeNumber'],
      default: 'userId',
    }),
    sampleField('tokenMinutes', 'integer', '令牌有效期（分钟）', 'Token lifetime (minutes)', {
      min: 1,
      max: 1440,
      default: 120,
    }),
    sampleField('withMobile', 'boolean', '推送移动端链接', 'Push the mobile link', { default: true }),
  ],
  lane: {},
  open: () => {
    throw new Error('samples are not opened');
  },
}));

const sampleLane = (code: string, id: number, change: Partial<ShownLane['lane']> = {}): ShownLane['lane'] => ({
  id,
  tenant: 'default',
  name: `push/${code}`,
  config: defaultLaneConfig,
  configVersion: 1,
  paused: false,
  closedUntil: 0,
  closedReason: null,
  trips: 0,
  ...change,
});

export const sampleLanes = (): ShownLane[] => {
  const lane = (
    code: string,
    id: number,
    counts: Partial<Record<AttemptOutcome, number>>,
    depth: Partial<ShownLane['depth']>,
    change: Partial<ShownLane['lane']> = {},
  ): ShownLane => ({
    lane: sampleLane(code, id, change),
    depth: { lane: id, due: 0, scheduled: 0, claimed: 0, parked: 0, uncertain: 0, oldestDueMs: null, ...depth },
    summary: Object.entries(counts).map(([outcome, count]) => ({
      lane: id,
      outcome: outcome as AttemptOutcome,
      count,
      medianMs: 18 + id * 9,
      p95Ms: 140 + id * 45,
    })),
  });
  return [
    lane('jinzhi', 1, { done: 1284, deferred: 12 }, { claimed: 2 }),
    lane(
      'weaver-ofs',
      2,
      { done: 912, failed: 208, unknown: 37, refused: 4 },
      { due: 14, scheduled: 31, claimed: 16, parked: 4, oldestDueMs: 95_000 },
    ),
    lane(
      'tongyidaiban',
      3,
      { failed: 61, done: 20 },
      { due: 240, scheduled: 3, oldestDueMs: 310_000 },
      { closedUntil: sampleNow + 40_000, closedReason: 'breaker', trips: 2 },
    ),
    lane('ability-center', 4, {}, { due: 2 }, { paused: true }),
    { ...lane('sweep', 5, { done: 3 }, {}), lane: sampleLane('x', 5, { name: 'job/sweep' }) },
  ];
};

export const samplePlatforms = (): ShownPlatform[] => {
  const lanes = sampleLanes();
  return sampleKinds.slice(0, 4).map((kind, index) => ({
    tenant: 'default',
    code: kind.kind,
    kind: kind.kind,
    name: kind.name['zh-CN'],
    baseUrl: `http://127.0.0.1:3100/${kind.kind}`,
    enabled: true,
    settings: { appId: 'portico', idType: 'userId', tokenMinutes: 120, withMobile: true },
    secretNames: ['accessToken'],
    profile: null,
    retry: { count: null, intervalSeconds: [1, 5, 30, 300], maxAgeSeconds: 259_200 },
    concurrency: 16,
    batchSize: 1,
    timeoutMs: 10_000,
    rate: index === 1 ? { perSecond: 20, burst: 40 } : null,
    showFinished: false,
    resendUndecidable: false,
    sandbox: true,
    revision: 3,
    createdAt: sampleNow - 86_400_000,
    updatedAt: sampleNow - 3_600_000,
    lane: lanes[index]?.lane ?? null,
  }));
};

export const sampleExchange = (change: Partial<Exchange> = {}): Exchange => ({
  purpose: 'push',
  atMs: 0,
  durationMs: 23,
  request: {
    method: 'POST',
    url: 'http://127.0.0.1:3100/jinzhi/publicApi/task',
    headers: { 'content-type': 'application/json', accessToken: '[redacted]' },
    body: '{"task_id":"T-1","subject":"张三的请假申请","assigns":[{"user_id":"T001","user_name":"李老师"}],"status":"ACTIVE"}',
  },
  response: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"errcode":"0","errmsg":"成功","id":"88213"}',
  },
  error: null,
  ...change,
});

const attempt = (
  platform: string,
  claim: number,
  at: number,
  outcome: AttemptOutcome,
  reason: string | null,
  exchanges: readonly Exchange[],
): TimelineEntry => ({
  type: 'attempt',
  at,
  platform,
  attempt: {
    claim,
    lane: 1,
    key: 'task:S-1:T-1',
    session: 1,
    claimedAt: at,
    outcome,
    reason,
    operation: 'create',
    version: 1,
    durationMs: 26,
    exchanges,
  },
});

export const sampleTimeline = (): TimelineEntry[] => {
  const start = sampleNow - 330_000;
  const form = sampleExchange({
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:3100/weaver-ofs/rest/ofs/ReceiveRequestInfoByJson',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `syscode=portico&flowid=T-1&data=${encodeURIComponent('{"requestname":"张三的请假申请","isremark":"0"}')}`,
    },
    response: null,
    error: 'connection reset',
    durationMs: 5_012,
  });
  return [
    {
      type: 'event',
      at: start,
      action: 'receive',
      eventId: 'evt-1',
      occurredAt: start - 2_000,
      summary: '张三的请假申请 → 李老师',
    },
    { type: 'change', at: start, from: null, to: 'open', cause: 'receive', by: null, platform: null },
    { type: 'plan', at: start + 20, platform: 'jinzhi', plan: 'create', reason: 'it is not there yet' },
    attempt('jinzhi', 1, start + 30, 'done', null, [
      sampleExchange({ purpose: 'token', durationMs: 12 }),
      sampleExchange(),
    ]),
    attempt('weaver-ofs', 2, start + 31, 'unknown', 'connection reset while waiting for the answer', [form]),
    attempt('weaver-ofs', 3, start + 1_200, 'failed', '服务繁忙，请稍后再试 (503)', [
      sampleExchange({ response: { status: 503, headers: {}, body: '<html><body>Service Unavailable</body></html>' } }),
    ]),
    attempt('tongyidaiban', 4, start + 90, 'refused', '字段 receiverId 不在组织架构中', [sampleExchange()]),
    {
      type: 'change',
      at: start + 60_000,
      from: 'open',
      to: 'open',
      cause: 'ignore',
      by: 'console',
      platform: 'ability-center',
    },
    { type: 'deletion', at: start + 70_000, platform: 'ability-center', remoteId: 'ac-77' },
  ];
};

/** An answer of the core, as its ports give it. */
export const answer = <T>(value: T): ResultAsync<T, never> => okAsync(value);
export const refuse = <E>(failure: E): ResultAsync<never, E> => errAsync(failure);
