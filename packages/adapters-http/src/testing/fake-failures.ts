import type { AttentionItem, FailedObject, FailureGroup, TaskCenter, Todo } from '@portico/core/task-center';
import type { Attempt } from '@portico/core/work';
import { errAsync, okAsync } from 'neverthrow';

const at = Date.UTC(2026, 10, 21);

/** One of every kind of thing that somebody should look at. */
export const sampleAttention: readonly AttentionItem[] = [
  { kind: 'credentials', platform: 'jinzhi', lane: 'push/jinzhi', until: at, waiting: 12 },
  { kind: 'stuck', platform: 'jinzhi', lane: 'push/jinzhi', waiting: 7, oldestDueMs: 400_000 },
  { kind: 'undecidable', platform: 'jinzhi', count: 2, causes: 1, cause: 'lost', oldest: at },
  { kind: 'unmapped', platform: 'jinzhi', count: 1, causes: 1, cause: '# is not mapped', oldest: null },
  { kind: 'job-silent', job: 'repush', id: 'job-1', subject: null, failure: null, at },
  { kind: 'sweep-failed', platform: 'jinzhi', id: 'sweep-1', failure: 'the platform does not answer', at },
  { kind: 'endpoint-disabled', endpoint: 'engine', name: 'Engine', at },
  { kind: 'disabled', platform: 'ofs', lane: null, until: null, waiting: 0 },
];

/** Failures of literals: a group of one object at `jinzhi`. */
export const createFakeFailures = (
  todo: Todo,
  attempt: Attempt,
): Pick<TaskCenter, 'attention' | 'listFailures' | 'listFailed' | 'decideFailures'> => {
  const sample: FailedObject = {
    key: attempt.key,
    ref: { unit: 'assignee', instanceId: todo.instanceId, taskId: todo.taskId, assigneeId: todo.assignee.id },
    todos: [todo],
    todoCount: 1,
    attempts: [{ ...attempt, outcome: 'refused', reason: '参数错误：subject：too long' }],
  };
  const group: FailureGroup = {
    platform: 'jinzhi',
    standing: 'refused',
    cause: '参数错误：subject：too long',
    count: 1,
    uncertain: 0,
    oldest: at,
    newest: at,
    words: '参数错误：subject：too long',
    sample,
  };
  const notFound = errAsync({ code: 'NOT_FOUND', message: 'there is no such platform' } as const);
  return {
    attention: () => okAsync(sampleAttention),
    listFailures: () => okAsync([group, { ...group, platform: 'gone', oldest: null, newest: null, words: null }]),
    listFailed: (_tenant, { platform }, cursor) =>
      cursor === 'bad'
        ? errAsync({ code: 'INVALID', pointer: '/cursor', message: 'is not a cursor' })
        : platform === 'jinzhi'
          ? okAsync({ items: [sample], nextCursor: 'next' })
          : notFound,
    decideFailures: (_tenant, { platform, cause }, _decision, { trial }) =>
      platform === 'jinzhi'
        ? okAsync({
            matched: cause === group.cause ? 1 : 0,
            decided: trial || cause !== group.cause ? 0 : 1,
            skipped: 0,
            nextCursor: null,
          })
        : notFound,
  };
};
