import { parseMirrorKey } from '@portico/core/task-center';
import type { Api } from './api.ts';
import type { Ledger, LedgerWork } from './checks/ledger.ts';
import { until } from './until.ts';

/** Parked because its worker died on it three times, or because its time is over: a person has it tried again. */
const byHand = new Set(['poison', 'exhausted']);

/** Has keys tried again that only a person gets going, as a person would; answers how many. */
export const pushParked = async (ledger: Ledger, api: Api): Promise<number> => {
  const parked = (await ledger.work()).filter(
    ({ lane, parked: reason }) => lane.startsWith('push/') && byHand.has(reason ?? ''),
  );
  for (const { lane, key } of parked) {
    const { taskId, assigneeId, instanceId } = parseMirrorKey(key) ?? {};
    const search = new URLSearchParams({ instance: instanceId ?? '', limit: '200' });
    const found = await api.call('GET', `/api/v1/task-center/todos?${search.toString()}`);
    const { items = [] } = ((found?.body as { data?: unknown } | null)?.data ?? {}) as {
      items?: readonly { id: string; task: { id: string }; assignee: { id: string } }[];
    };
    const todo = items.find(
      (item) => (taskId == null || item.task.id === taskId) && (assigneeId == null || item.assignee.id === assigneeId),
    );
    if (todo === undefined) continue;
    const path = `/api/v1/task-center/todos/${encodeURIComponent(todo.id)}/decisions`;
    await api.call('POST', path, { decision: 'push-now', platform: lane.slice('push/'.length) });
  }
  return parked.length;
};

const isUnfinished = ({ parked }: LedgerWork): boolean => parked === null;

/** Waits until nothing is due, scheduled or under way; what is parked waits for a person. Answers how many were left at the bound. */
export const untilQuiet = async (ledger: Ledger, boundMs: number, tell: (left: number) => void): Promise<number> => {
  let left = Infinity;
  try {
    await until(
      'quiescence',
      boundMs,
      async () => {
        left = (await ledger.work().catch(() => null))?.filter(isUnfinished).length ?? Infinity;
        tell(left);
        return left === 0 ? true : null;
      },
      500,
    );
    return 0;
  } catch {
    return left;
  }
};
