import type { Statistics } from '@portico/core/statistics';
import { createFakeTryOut } from '../../testing/fake-try-out.ts';
import { createFakeStatistics } from '../../testing/fake-statistics.ts';
import {
  todoId,
  type Decision,
  type PlatformDraft,
  type SyncState,
  type TaskCenter,
  type TodoFilter,
  type TodoWithMarks,
} from '@portico/core/task-center';
import { createFakeFailures } from './fake-failures.ts';
import { createFakeRepush } from './fake-repush.ts';
import {
  answer,
  refuse,
  sampleKinds,
  sampleLanes,
  sampleMark,
  sampleNow,
  samplePlatforms,
  sampleTimeline,
  sampleTodo,
  sampleExchange,
} from './sample-data.ts';

export interface FakeTaskCenter {
  readonly taskCenter: TaskCenter;
  readonly statistics: Statistics;
  readonly todos: TodoWithMarks[];
  /** What was decided, drafted and switched, in order. */
  readonly calls: (readonly unknown[])[];
  /** While set, everything fails as an unavailable store does. */
  isDown: boolean;
}

const everySync: readonly SyncState[] = [
  'agreed',
  'pending',
  'failing',
  'refused',
  'exhausted',
  'undecidable',
  'poison',
  'withdrawn',
  'ignored',
];

const sampleTodos = (): TodoWithMarks[] => {
  const subjects = [
    '张三的请假申请',
    '计算机学院 2026 年度实验设备采购申请（第二批）',
    '王五的出差报销',
    '关于召开教学工作例会的通知',
    '赵六的调课申请',
    '用印申请：校企合作协议',
  ];
  return Array.from({ length: 26 }, (_, index) => ({
    todo: sampleTodo({
      taskId: `T-${index + 1}`,
      instanceId: `S-${index + 1}`,
      title: subjects[index % subjects.length] ?? '',
      state: index % 5 === 3 ? 'done' : index % 11 === 9 ? 'withdrawn' : 'open',
      urgency: index % 4 === 1 ? 'urgent' : index % 9 === 5 ? 'critical' : 'normal',
      stateSince: sampleNow - 2_000 - index * index * 41_000,
    }),
    marks:
      index === 7
        ? []
        : ['jinzhi', 'weaver-ofs', 'tongyidaiban', 'ability-center'].map((platform, place) =>
            sampleMark(
              platform,
              index === 0
                ? ((['agreed', 'failing', 'refused', 'ignored'] as const)[place] ?? 'agreed')
                : place === index % 4 && index % 3 === 1
                  ? (everySync[index % 9] ?? 'agreed')
                  : 'agreed',
            ),
          ),
  }));
};

const matches =
  (filter: TodoFilter) =>
  ({ todo, marks }: TodoWithMarks): boolean =>
    (filter.state === null || todo.state === filter.state) &&
    (filter.text === null || todo.title.includes(filter.text)) &&
    (filter.taskId === null || todo.taskId === filter.taskId) &&
    (filter.assigneeId === null || todo.assignee.id === filter.assigneeId) &&
    (filter.urgency === null || todo.urgency === filter.urgency) &&
    (filter.sync === null ||
      marks.some(
        ({ sync, platform }) => sync === filter.sync && (filter.platform === null || platform === filter.platform),
      ));

const notFound = { code: 'NOT_FOUND', message: 'there is no such thing' } as const;

const decided: Readonly<Record<Decision, SyncState>> = {
  'push-now': 'pending',
  withdraw: 'withdrawn',
  agree: 'agreed',
  ignore: 'ignored',
  restore: 'pending',
};

/** A task center that answers from memory, with something of everything. */
export const createFakeTaskCenter = (): FakeTaskCenter => {
  const todos = sampleTodos();
  const platforms = samplePlatforms();
  const lanes = sampleLanes();
  const calls: (readonly unknown[])[] = [];
  const find = (code: string) => platforms.findIndex((platform) => platform.code === code);
  const change = (code: string, draft: PlatformDraft) => {
    const at = find(code);
    const platform = platforms[at];
    if (platform === undefined) return refuse(notFound);
    const { secrets: _, code: _code, ...rest } = draft;
    const changed = { ...platform, ...rest, revision: platform.revision + 1 };
    platforms[at] = changed;
    return answer(changed);
  };
  const switchLane = (name: string, to: Partial<(typeof lanes)[number]['lane']>) => {
    const at = lanes.findIndex(({ lane }) => lane.name === name);
    const shown = lanes[at];
    if (shown === undefined) return refuse(notFound);
    const changed = { ...shown, lane: { ...shown.lane, ...to } };
    lanes[at] = changed;
    const platform = find(name.slice('push/'.length));
    const known = platforms[platform];
    if (known !== undefined) platforms[platform] = { ...known, lane: changed.lane };
    return answer(changed);
  };

  const taskCenter: Partial<TaskCenter> = {
    ...createFakeFailures(todos, calls),
    ...createFakeRepush(calls),
    tryOut: createFakeTryOut(sampleExchange(), (code) => find(code) !== -1),
    overview: () =>
      answer({
        todos: {
          open: todos.filter(({ todo }) => todo.state === 'open').length,
          done: todos.filter(({ todo }) => todo.state === 'done').length,
          withdrawn: todos.filter(({ todo }) => todo.state === 'withdrawn').length,
        },
        lanes: todos.length === 0 ? [] : lanes,
        mirrors:
          todos.length === 0
            ? []
            : platforms.flatMap(({ code }, index) => [
                { platform: code, remote: 'open' as const, upToDate: true, count: 1200 - index * 260 },
                ...(index === 0
                  ? []
                  : [{ platform: code, remote: 'absent' as const, upToDate: false, count: index * 61 }]),
              ]),
        failures:
          todos.length === 0
            ? []
            : [
                {
                  platform: 'weaver-ofs',
                  outcome: 'failed',
                  reason: '服务繁忙，请稍后再试 (503)',
                  count: 208,
                  lastAt: sampleNow - 4_000,
                },
                {
                  platform: 'tongyidaiban',
                  outcome: 'failed',
                  reason: 'connect ECONNREFUSED 127.0.0.1:3100',
                  count: 61,
                  lastAt: sampleNow - 21_000,
                },
                {
                  platform: 'weaver-ofs',
                  outcome: 'unknown',
                  reason: 'no answer within 10 s',
                  count: 37,
                  lastAt: sampleNow - 90_000,
                },
                {
                  platform: 'weaver-ofs',
                  outcome: 'refused',
                  reason: '<script>alert(1)</script> 接收人不存在',
                  count: 4,
                  lastAt: sampleNow - 1_900_000,
                },
              ],
      }),
    listPlatforms: () => answer([...platforms]),
    listKinds: () => sampleKinds,
    showPlatform: (_tenant, code) => {
      const platform = platforms[find(code)];
      return platform === undefined ? refuse(notFound) : answer(platform);
    },
    createPlatform: (_tenant, draft) => {
      calls.push(['create', draft]);
      const [first] = platforms;
      if (draft.code === undefined || !/^[a-z0-9-]{1,63}$/.test(draft.code))
        return refuse({ code: 'INVALID', pointer: '/code', message: '须为小写字母、数字或连字符' });
      if (find(draft.code) !== -1) return refuse({ code: 'CONFLICT', message: `there is a platform ${draft.code}` });
      if (first === undefined) return refuse({ code: 'STORE_UNAVAILABLE', message: '' });
      const { secrets: _, ...rest } = draft;
      const created = {
        ...first,
        ...rest,
        code: draft.code,
        lane: null,
        secretNames: Object.keys(draft.secrets ?? {}),
        revision: 1,
      };
      platforms.push(created);
      return answer(created);
    },
    changePlatform: (_tenant, code, draft, revision) => {
      calls.push(['change', code, draft, revision]);
      if (draft.settings?.['appId'] === 'taken')
        return refuse({
          code: 'SETTINGS_INVALID',
          issues: [
            { pointer: '/settings/appId', message: 'this app id is taken' },
            { pointer: '/profile/operations/create', message: 'is missing' },
          ],
        });
      if (revision === 1) return refuse({ code: 'CONFLICT', message: 'changed meanwhile' });
      return change(code, draft);
    },
    removePlatform: (_tenant, code) => {
      calls.push(['remove', code]);
      const at = find(code);
      if (at === -1) return refuse(notFound);
      platforms.splice(at, 1);
      return answer(undefined);
    },
    testPlatform: (_tenant, code) => {
      calls.push(['test', code]);
      return code === 'tongyidaiban'
        ? answer({
            outcome: { kind: 'failed' as const, reason: 'connect ECONNREFUSED', retryAfterMs: null },
            exchanges: [sampleExchange({ purpose: 'test', response: null, error: 'connect ECONNREFUSED' })],
          })
        : answer({ outcome: { kind: 'done' as const, more: false }, exchanges: [sampleExchange({ purpose: 'test' })] });
    },
    listTodos: (_tenant, filter, cursor, limit) => {
      if (cursor !== null && !/^\d+$/.test(cursor))
        return refuse({ code: 'INVALID', pointer: '/cursor', message: 'is none of ours' });
      const from = Number(cursor ?? 0);
      const found = todos.filter(matches(filter));
      const size = Math.min(limit, 20);
      return answer({
        items: found.slice(from, from + size),
        nextCursor: found.length > from + size ? String(from + size) : null,
      });
    },
    showTodo: (_tenant, id) => {
      const found = todos.find(({ todo }) => todoId(todo.taskId, todo.assignee.id) === id);
      return found === undefined
        ? refuse(notFound)
        : answer({ todo: found.todo, marks: found.marks, timeline: sampleTimeline() });
    },
    decide: (_tenant, id, platform, decision, by) => {
      calls.push(['decide', id, platform, decision, by]);
      const at = todos.findIndex(({ todo }) => todoId(todo.taskId, todo.assignee.id) === id);
      const found = todos[at];
      if (found === undefined) return refuse(notFound);
      todos[at] = {
        todo: found.todo,
        marks: found.marks.map((mark) =>
          platform === null || mark.platform === platform ? { ...mark, sync: decided[decision] } : mark,
        ),
      };
      return answer(1);
    },
    listLanes: () => answer([...lanes]),
    listSweeps: () =>
      answer(
        (['finished', 'failed', 'running'] as const).map((state, index) => ({
          id: `sweep-${index}`,
          tenant: 'default',
          platform: 'jinzhi',
          level: 1 as const,
          reason: 'schedule' as const,
          by: null,
          state,
          since: null,
          cursor: null,
          checked: 1_200,
          scheduled: index * 3,
          corrected: 0,
          failure: state === 'failed' ? 'connect ECONNREFUSED' : null,
          startedAt: sampleNow - 60_000,
          updatedAt: sampleNow - 2_000,
          finishedAt: state === 'running' ? null : sampleNow - 1_000,
        })),
      ),
    startSweep: (_tenant, platform, level, _since, _reason, by) => {
      calls.push(['sweep', platform, level, by]);
      return answer([]);
    },
    listPushLog: (_tenant, { platform, outcome }) =>
      answer({
        items: sampleTimeline().flatMap((entry) =>
          entry.type === 'attempt' &&
          (platform === null || entry.platform === platform) &&
          (outcome === null || entry.attempt.outcome === outcome)
            ? [{ platform: entry.platform, attempt: entry.attempt }]
            : [],
        ),
        nextCursor: null,
      }),
    setLanePaused: (_tenant, name, paused) => {
      calls.push(['pause', name, paused]);
      return switchLane(name, { paused });
    },
    reopenLane: (_tenant, name) => {
      calls.push(['reopen', name]);
      return switchLane(name, { closedUntil: 0, closedReason: null, trips: 0 });
    },
  };

  const fake: FakeTaskCenter = {
    taskCenter: new Proxy(taskCenter, {
      get: (target, name) => {
        const use = Reflect.get(target, name) as ((...args: unknown[]) => unknown) | undefined;
        if (use === undefined) throw new Error(`the console is not expected to call ${String(name)}`);
        return fake.isDown && name !== 'listKinds'
          ? () => refuse({ code: 'STORE_UNAVAILABLE', message: 'connect ECONNREFUSED db.internal:5432' })
          : use;
      },
    }) as TaskCenter,
    statistics: createFakeStatistics(
      platforms.map(({ code }) => code),
      () => sampleNow,
    ),
    todos,
    calls,
    isDown: false,
  };
  return fake;
};
