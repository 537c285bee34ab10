import type { Instant } from '@portico/core';
import {
  pushLaneName,
  type Platform,
  type PlatformDraft,
  type PlatformKind,
  type RoutingRule,
  type ShownLane,
  type ShownPlatform,
  type Sweep,
  type TaskCenter,
  type Todo,
  type TodoWithMarks,
} from '@portico/core/task-center';
import { defaultLaneConfig, type Attempt, type Lane } from '@portico/core/work';
import { createFakeCallbacks } from './fake-callbacks.ts';
import { createFakeFailures } from './fake-failures.ts';
import { createFakeTryOut } from './fake-try-out.ts';
import { createFakePersonMappings } from './fake-person-mappings.ts';
import { err, errAsync, ok, okAsync } from 'neverthrow';

const at: Instant = Date.UTC(2026, 10, 21);

export const sampleTodo: Todo = {
  tenant: 'default',
  taskId: 'T-1',
  assignee: { id: 'T001', name: '李老师', department: '计算机学院' },
  instanceId: 'S-1',
  state: 'open',
  title: '张三的请假申请',
  links: { pc: 'https://oa.example.edu/t/1', mobile: null },
  urgency: 'normal',
  sceneCode: 'leave',
  taskType: 'approval',
  nodeId: 'n2',
  nodeName: '辅导员审批',
  sender: { id: '20210001', name: '张三', department: null },
  processId: 'leave',
  processName: '请假审批',
  category: 'approval',
  createdAt: at,
  stateSince: at,
  version: at,
};

const attempt: Attempt = {
  claim: 1,
  lane: 1,
  key: 'assignee:S-1:T-1:T001',
  session: 1,
  claimedAt: at,
  outcome: 'done',
  reason: null,
  operation: 'create',
  version: at,
  durationMs: 12,
  exchanges: [
    {
      purpose: 'push',
      atMs: 0,
      durationMs: 11,
      request: {
        method: 'POST',
        url: 'http://127.0.0.1/push',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      },
      response: { status: 200, headers: {}, body: '{"code":0}' },
      error: null,
    },
  ],
};

const withMarks: TodoWithMarks = {
  todo: sampleTodo,
  marks: [
    {
      platform: 'jinzhi',
      key: attempt.key,
      sync: 'agreed',
      remote: 'open',
      remoteId: '7',
      desiredVersion: at,
      acknowledgedVersion: at,
      acknowledgedAt: at,
      attempts: 0,
      dueAt: null,
    },
  ],
};

const kind: PlatformKind = {
  kind: 'jinzhi',
  name: { 'zh-CN': '金智任务中心', en: 'Wisedu' },
  contract: 'verified',
  configFields: [
    {
      name: 'appId',
      label: { 'zh-CN': '应用', en: 'App' },
      help: null,
      type: 'string',
      required: true,
      default: null,
      min: 1,
      max: 64,
      choices: null,
    },
  ],
  lane: {},
  open: () => err({ code: 'SETTINGS_INVALID', issues: [] }),
};

const laneOf = (name: string, paused: boolean): Lane => ({
  id: 1,
  tenant: 'default',
  name,
  config: defaultLaneConfig,
  configVersion: 1,
  paused,
  closedUntil: 0,
  closedReason: null,
  trips: 0,
});

/** A task center of literals: enough to see what the HTTP side makes of its answers. Platforms and lanes remember what was changed. */
export const createFakeTaskCenter = (): TaskCenter => {
  const platforms = new Map<string, Platform>();
  const paused = new Set<string>();
  let rules: readonly RoutingRule[] = [];
  const notFound = errAsync({ code: 'NOT_FOUND' as const, message: 'there is none' });
  const shown = ({ secrets, ...platform }: Platform): ShownPlatform => ({
    ...platform,
    secretNames: Object.keys(secrets),
    lane: laneOf(pushLaneName(platform.code), paused.has(pushLaneName(platform.code))),
  });
  const lane = (name: string): ShownLane => ({
    lane: laneOf(name, paused.has(name)),
    depth: { lane: 1, due: 1, scheduled: 2, claimed: 0, parked: 3, uncertain: 0, oldestDueMs: 1500 },
    summary: [{ lane: 1, outcome: 'done', count: 9, medianMs: 10, p95Ms: 20 }],
  });
  const lanes = (): ShownLane[] => ['push/jinzhi', 'job/sweep'].map(lane);
  const drafted = (platform: Platform, draft: PlatformDraft): Platform => {
    const { secrets = {}, ...fields } = draft;
    const kept = Object.entries({ ...platform.secrets, ...secrets }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    return { ...platform, ...fields, secrets: Object.fromEntries(kept), revision: platform.revision + 1 };
  };
  const fresh: Platform = {
    tenant: 'default',
    code: '',
    kind: 'jinzhi',
    name: '',
    baseUrl: '',
    enabled: false,
    settings: {},
    secrets: {},
    profile: null,
    retry: { count: null, intervalSeconds: [1, 2], maxAgeSeconds: 3600 },
    concurrency: 16,
    batchSize: 1,
    timeoutMs: 10_000,
    rate: null,
    showFinished: false,
    resendUndecidable: false,
    sandbox: false,
    revision: 0,
    createdAt: at,
    updatedAt: at,
  };
  const sweep = (platform: string, level: 1 | 2, since: Instant | null, reason: Sweep['reason']): Sweep => ({
    id: 'sweep-1',
    tenant: 'default',
    platform,
    level,
    reason,
    by: null,
    state: 'running',
    since,
    cursor: null,
    checked: 0,
    scheduled: 0,
    corrected: 0,
    failure: null,
    startedAt: at,
    updatedAt: at,
    finishedAt: null,
  });
  const found = { todos: 0, more: false, marks: [] };
  return {
    previewRepush: () => okAsync({ found, objects: 0 }),
    startRepush: (tenant, _request, by) =>
      okAsync({
        tenant,
        id: 'job-1',
        kind: 'repush',
        subject: null,
        input: {},
        reason: 'hand',
        by,
        state: 'running',
        checkpoint: null,
        done: 0,
        total: 0,
        counts: {},
        failure: null,
        interruptions: 0,
        revision: 1,
        startedAt: at,
        beatAt: at,
        finishedAt: null,
      }),
    followWorkflow: () => okAsync({ todos: new Map(), rings: [] }),
    listTodos: (_tenant, _filter, cursor) =>
      cursor === 'bad'
        ? errAsync({ code: 'INVALID', pointer: '/cursor', message: 'is not a cursor' })
        : okAsync({ items: [withMarks], nextCursor: 'next' }),
    showTodo: (_tenant, id) =>
      id === 'T-1:T001'
        ? okAsync({
            ...withMarks,
            timeline: [
              { type: 'event', at, action: 'receive', eventId: 'evt-1', occurredAt: at, summary: '' },
              { type: 'change', at, from: null, to: 'open', cause: 'receive', by: null, platform: null },
              { type: 'plan', at, platform: 'jinzhi', plan: 'create', reason: '' },
              { type: 'attempt', at, platform: 'jinzhi', attempt },
              { type: 'deletion', at, platform: 'jinzhi', remoteId: null },
            ],
          })
        : notFound,
    decide: (_tenant, id) => (id === 'T-1:T001' ? okAsync(1) : notFound),
    ...createFakeFailures(withMarks.todo, attempt),
    tryOut: createFakeTryOut(attempt.exchanges[0]!, (code) => platforms.has(code) || code === 'jinzhi'),
    listKinds: () => [kind],
    listPlatforms: () => okAsync([...platforms.values()].map(shown)),
    showPlatform: (_tenant, code) => {
      const platform = platforms.get(code);
      return platform === undefined ? notFound : okAsync(shown(platform));
    },
    createPlatform: (_tenant, draft) => {
      const code = draft.code ?? '';
      if (platforms.has(code)) return errAsync({ code: 'CONFLICT', message: `${code} exists` });
      if (draft.kind !== 'jinzhi')
        return errAsync({ code: 'INVALID', pointer: '/kind', message: 'must be one of jinzhi' });
      if (draft.settings?.['appId'] === undefined) {
        return errAsync({ code: 'SETTINGS_INVALID', issues: [{ pointer: '/settings/appId', message: 'is required' }] });
      }
      const platform = drafted(fresh, draft);
      platforms.set(code, platform);
      return okAsync(shown(platform));
    },
    changePlatform: (_tenant, code, draft, revision) => {
      const platform = platforms.get(code);
      if (platform === undefined) return notFound;
      if (revision !== null && revision !== platform.revision)
        return errAsync({ code: 'CONFLICT', message: 'changed' });
      platforms.set(code, drafted(platform, draft));
      return okAsync(shown(drafted(platform, draft)));
    },
    removePlatform: (_tenant, code) => (platforms.delete(code) ? okAsync(undefined) : notFound),
    testPlatform: (_tenant, code) =>
      platforms.has(code)
        ? okAsync({ outcome: { kind: 'credentials', reason: 'rejected' }, exchanges: attempt.exchanges })
        : notFound,
    personMappings: createFakePersonMappings(),
    callbacks: createFakeCallbacks(),
    listRules: () => okAsync(rules),
    replaceRules: (_tenant, given) => {
      rules = given;
      return okAsync(rules);
    },
    listLanes: () => okAsync(lanes()),
    setLanePaused: (_tenant, name, pause) => {
      if (name !== 'push/jinzhi') return notFound;
      if (pause) paused.add(name);
      else paused.delete(name);
      return okAsync(lane(name));
    },
    reopenLane: (_tenant, name) => (name === 'push/jinzhi' ? okAsync(lane(name)) : notFound),
    listPushLog: () => okAsync({ items: [{ platform: 'jinzhi', attempt }], nextCursor: null }),
    listChangeLog: () =>
      okAsync({
        items: [
          {
            id: 1,
            tenant: 'default',
            at,
            taskId: 'T-1',
            assignee: sampleTodo.assignee,
            instanceId: 'S-1',
            from: null,
            to: 'open',
            platform: null,
            cause: 'receive',
            eventId: 'evt-1',
            by: null,
          },
        ],
        nextCursor: null,
      }),
    listDeletionLog: () =>
      okAsync({
        items: [
          {
            id: 1,
            tenant: 'default',
            at,
            platform: 'jinzhi',
            key: attempt.key,
            remoteId: null,
            version: at,
            ref: { unit: 'assignee', instanceId: 'S-1', taskId: 'T-1', assigneeId: 'T001' },
          },
        ],
        nextCursor: null,
      }),
    startSweep: (_tenant, platform, level, since, reason) =>
      okAsync([sweep(platform ?? 'jinzhi', level, since, reason)]),
    listSweeps: () => okAsync([sweep('jinzhi', 1, null, 'schedule')]),
    overview: () =>
      ok({
        todos: { open: 1, done: 0, withdrawn: 0 },
        lanes: lanes(),
        mirrors: [{ platform: 'jinzhi', remote: 'open' as const, upToDate: true, count: 1 }],
        failures: [{ platform: 'jinzhi', outcome: 'failed' as const, reason: 'refused', count: 2, lastAt: at }],
      }).asyncMap((overview) => Promise.resolve(overview)),
  };
};
