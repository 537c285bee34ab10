import type { ChangeLogEntry, DeletionLogEntry } from '../../task-center/ports.ts';
import { mirrorKey } from '../../task-center/mirror-key.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { assigneeRef, inTransaction, type TaskCenterStoresSubject } from './task-center-subject.ts';

type Case = ContractCase<TaskCenterStoresSubject>;

const change = (tenant: string, fields: Partial<ChangeLogEntry> = {}): Omit<ChangeLogEntry, 'at'> => ({
  tenant,
  taskId: 'T-1',
  assignee: { id: 'T001', name: '李老师', department: null },
  instanceId: 'S-1',
  from: null,
  to: 'open',
  platform: null,
  cause: 'receive',
  eventId: 'evt-1',
  by: null,
  ...fields,
});

const deletion = (tenant: string, instanceId: string, platform: string): Omit<DeletionLogEntry, 'at'> => {
  const ref = assigneeRef(instanceId, 'T-1', 'T001');
  return { tenant, platform, key: mirrorKey(ref), ref, remoteId: platform === 'p' ? 'r-1' : null, version: 5 };
};

const withoutPlace = <T extends { readonly id: number; readonly at: number }>({
  id: _id,
  at: _at,
  ...rest
}: T): Omit<T, 'id' | 'at'> => rest;

/** The promises of `TaskCenterLogs`. */
export const taskCenterLogsContract: readonly Case[] = [
  {
    name: 'MUST list changes newest first, as they were written, with the store’s time',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      const entries = [
        change(tenant),
        change(tenant, { from: 'open', to: 'done', cause: 'complete', eventId: null }),
        change(tenant, { taskId: 'T-2', platform: 'p', cause: 'withdraw', by: 'admin' }),
        change(tenant, { instanceId: 'S-2', assignee: { id: 'T002', name: '王老师', department: '数学学院' } }),
      ];
      await inTransaction(subject, (stores) => stores.taskCenterLogs.appendChanges(entries.slice(0, 2)));
      await inTransaction(subject, (stores) =>
        stores.taskCenterLogs.appendChanges([...entries.slice(2), change(other)]),
      );
      const list = (
        filter: Partial<{ taskId: string; assigneeId: string; instanceId: string }>,
        before: number | null = null,
        limit = 200,
      ) =>
        inTransaction(subject, (stores) =>
          stores.taskCenterLogs.listChanges(
            tenant,
            { taskId: null, assigneeId: null, instanceId: null, ...filter },
            before,
            limit,
          ),
        ).then(({ items }) => items);
      const all = await list({});
      mustEqual(all.map(withoutPlace), entries.toReversed(), 'all of them');
      must(
        all.every(({ at }) => at > 1_500_000_000_000),
        'an entry has no time',
      );
      mustEqual((await list({ taskId: 'T-2' })).map(withoutPlace), [entries[2]], 'of a task');
      mustEqual((await list({ assigneeId: 'T002' })).map(withoutPlace), [entries[3]], 'of a person');
      mustEqual(
        (await list({ instanceId: 'S-1', taskId: 'T-1' })).map(withoutPlace),
        [entries[1], entries[0]],
        'of an instance and task',
      );
      const page = await list({}, null, 2);
      mustEqual(
        (await list({}, page.at(-1)?.id ?? 0, 2)).map(withoutPlace),
        [entries[1], entries[0]],
        'the second page',
      );
    },
  },
  {
    name: 'MUST list deletions newest first by platform and instance',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      const entries = [deletion(tenant, 'S-1', 'p'), deletion(tenant, 'S-1', 'q'), deletion(tenant, 'S-2', 'p')];
      await inTransaction(subject, (stores) =>
        stores.taskCenterLogs.appendDeletions([...entries, deletion(other, 'S-1', 'p')]),
      );
      const list = (platform: string | null, instanceId: string | null, before: number | null = null, limit = 200) =>
        inTransaction(subject, (stores) =>
          stores.taskCenterLogs.listDeletions(tenant, { platform, instanceId }, before, limit),
        ).then(({ items }) => items);
      const all = await list(null, null);
      mustEqual(all.map(withoutPlace), entries.toReversed(), 'all of them');
      mustEqual((await list('p', null)).map(withoutPlace), [entries[2], entries[0]], 'of a platform');
      mustEqual((await list('p', 'S-1')).map(withoutPlace), [entries[0]], 'of a platform and instance');
      mustEqual((await list(null, null, all[0]?.id ?? 0, 1)).map(withoutPlace), [entries[1]], 'the second');
    },
  },
];
