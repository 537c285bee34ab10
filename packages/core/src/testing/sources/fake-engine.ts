import { errAsync, ok, okAsync } from 'neverthrow';
import type { EngineSource, SourceKind, SourceRow, SourceTrouble } from '../../sources/ports.ts';
import type { ConfigField } from '../../task-center/platform.ts';
import { compareCodePoints } from '../../work/code-point-order.ts';

/** A task as the engine keeps it. */
export interface FakeEngineTask {
  readonly taskId: string;
  readonly processId: string;
  readonly subject: string;
  readonly assignees: readonly string[];
  readonly status: 'initialized' | 'completed' | 'aborted';
  /** Milliseconds; written as a database does. */
  readonly changedAt: number;
  readonly createdAt: number;
}

/** An engine that says nothing by itself, with a table of tasks. */
export interface FakeEngine {
  readonly kind: SourceKind;
  put(task: FakeEngineTask): void;
  /** Takes a task away without a trace. */
  remove(taskId: string): void;
  tasks(): readonly FakeEngineTask[];
  /** What the next questions come to; null answers. */
  fault: () => SourceTrouble['code'] | null;
  /** Answers from the beginning, wherever it is asked to go on. */
  stuck: boolean;
  /** Rows that it gives at once, whatever it is asked for. */
  atMost: number;
  /** How many questions it was asked. */
  readonly asked: { changes: number; open: number };
  /** The most rows one answer had. */
  readonly largest: () => number;
}

const written = (instant: number): string => new Date(instant).toISOString().replace('T', ' ').replace('Z', '000+00');

const rowsOf = (task: FakeEngineTask): readonly SourceRow[] =>
  task.assignees.map((person) => ({
    TASK_ID: task.taskId,
    instance_id: `I-${task.taskId}`,
    process_id: task.processId,
    subject: task.subject,
    node_id: 'n1',
    node_name: '审批',
    assignee_id: person,
    pc_url: `https://oa.example.edu/t/${encodeURIComponent(task.taskId)}`,
    status: task.status,
    created_at: written(task.createdAt),
    changed_at: written(task.changedAt),
  }));

const urlField: ConfigField = {
  name: 'url',
  label: { 'zh-CN': '地址', en: 'Address' },
  help: null,
  type: 'secret',
  required: false,
  default: null,
  min: null,
  max: 1_000,
  choices: null,
};

export const createFakeEngine = (): FakeEngine => {
  const tasks = new Map<string, FakeEngineTask>();
  const asked = { changes: 0, open: 0 };
  let largest = 0;
  const sorted = (by: (a: FakeEngineTask, b: FakeEngineTask) => number): readonly FakeEngineTask[] =>
    [...tasks.values()].toSorted((a, b) => by(a, b) || compareCodePoints(a.taskId, b.taskId));
  const answer = (found: readonly FakeEngineTask[], limit: number) => {
    const code = engine.fault();
    if (code !== null) return errAsync<readonly SourceRow[], SourceTrouble>({ code, message: 'as told' });
    const rows = found.flatMap(rowsOf).slice(0, Math.min(limit, engine.atMost));
    largest = Math.max(largest, rows.length);
    return okAsync<readonly SourceRow[], SourceTrouble>(rows);
  };
  const source: EngineSource = {
    changes: ({ since, after }, limit) => {
      asked.changes += 1;
      const behind = sorted((a, b) => a.changedAt - b.changedAt).filter(({ changedAt, taskId }) => {
        if (since === null || engine.stuck) return true;
        const at = written(changedAt);
        return at > since || (at === since && (after === null || compareCodePoints(taskId, after) > 0));
      });
      return answer(behind, limit);
    },
    open: (after, limit) => {
      asked.open += 1;
      const behind = sorted(() => 0).filter(
        ({ taskId, status }) =>
          status === 'initialized' && (after === null || engine.stuck || compareCodePoints(taskId, after) > 0),
      );
      return answer(behind, limit);
    },
    close: async () => {},
  };
  const engine: FakeEngine = {
    kind: { kind: 'fake', name: { 'zh-CN': '模拟', en: 'Fake' }, configFields: [urlField], open: () => ok(source) },
    put: (task) => void tasks.set(task.taskId, task),
    remove: (taskId) => void tasks.delete(taskId),
    tasks: () => [...tasks.values()],
    fault: () => null,
    stuck: false,
    atMost: Infinity,
    asked,
    largest: () => largest,
  };
  return engine;
};
