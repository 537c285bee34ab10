import type { Callback } from '../../task-center/callbacks/callback.ts';
import type { CallbackCursor, CallbackFilter } from '../../task-center/callbacks/ports.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { inTransaction, type TaskCenterStoresSubject } from './task-center-subject.ts';

type Case = ContractCase<TaskCenterStoresSubject>;

const someCallback = (tenant: string, id: string, fields: Partial<Callback> = {}): Omit<Callback, 'receivedAt'> => ({
  id,
  tenant,
  platform: 'feishu',
  kind: 'feishu-approval',
  taskId: 'T-1',
  assigneeId: 'T001',
  actorId: null,
  instanceId: 'S-1',
  action: 'approve',
  comment: '同意“请假”\\"\n😀',
  remote: { userId: 'b85s39b', taskId: 'task-T-1.T001', instanceId: 'S-1' },
  at: 1_763_683_200_123,
  said: { action_type: 'APPROVE', attachments: [{ file_name: '1.png', file_size: 12_345 }] },
  ...fields,
});

const appended = (
  subject: TaskCenterStoresSubject,
  callback: Omit<Callback, 'receivedAt'>,
  ...keys: readonly string[]
): Promise<boolean> => inTransaction(subject, ({ callbacks }) => callbacks.append(callback, keys));

const everything: CallbackFilter = { platform: null, taskId: null, assigneeId: null };

const listed = async (
  subject: TaskCenterStoresSubject,
  tenant: string,
  filter: Partial<CallbackFilter> = {},
  after: CallbackCursor | null = null,
  limit = 50,
): Promise<readonly string[]> =>
  (
    await inTransaction(subject, ({ callbacks }) => callbacks.list(tenant, { ...everything, ...filter }, after, limit))
  ).map(({ id }) => id);

/** The promises of `CallbackStore`. */
export const callbackStoreContract: readonly Case[] = [
  {
    name: 'MUST keep a callback as it is given, with the time of its arrival',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const full = someCallback(tenant, 'c-1');
      const bare = someCallback(tenant, 'c-2', {
        assigneeId: null,
        instanceId: null,
        comment: null,
        remote: { userId: null, taskId: null, instanceId: null },
        said: {},
      });
      mustEqual([await appended(subject, full, 'k1'), await appended(subject, bare, 'k2')], [true, true], 'kept');
      for (const one of [full, bare]) {
        const found = await inTransaction(subject, ({ callbacks }) => callbacks.find(tenant, one.id));
        must((found?.receivedAt ?? 0) > 1_000_000_000_000, 'it has a time in milliseconds');
        mustEqual({ ...found, receivedAt: 0 }, { ...one, receivedAt: 0 }, one.id);
      }
      mustEqual(await inTransaction(subject, ({ callbacks }) => callbacks.find('other', 'c-1')), null, 'elsewhere');
    },
  },
  {
    name: 'MUST keep nothing that was seen before under any key, and remember all the keys it came with',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      mustEqual(await appended(subject, someCallback(tenant, 'c-1'), 'a', 'b', 'b'), true, 'the first');
      mustEqual(await appended(subject, someCallback(tenant, 'c-2'), 'b', 'c'), false, 'one key of it');
      mustEqual(await appended(subject, someCallback(tenant, 'c-3'), 'c'), false, 'a key that came with a repetition');
      mustEqual(await appended(subject, someCallback(tenant, 'c-4'), 'd'), true, 'other keys');
      mustEqual(await appended(subject, someCallback(tenant, 'c-5', { platform: 'p' }), 'a'), true, 'another platform');
      mustEqual(await appended(subject, someCallback(other, 'c-1'), 'a'), true, 'another tenant');
      mustEqual((await listed(subject, tenant)).toSorted(), ['c-1', 'c-4', 'c-5'], 'what is kept');
    },
  },
  {
    name: 'MUST keep one of several that come at once',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const kept = await Promise.all(
        [1, 2, 3, 4].map((n) => appended(subject, someCallback(tenant, `c-${n}`), 'same', `own-${n}`)),
      );
      mustEqual(kept.filter(Boolean).length, 1, 'how many were kept');
      mustEqual((await listed(subject, tenant)).length, 1, 'how many there are');
    },
  },
  {
    name: 'MUST list the newest first, page by page, by platform, task and person',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const ids = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'];
      for (const [index, id] of ids.entries())
        await appended(
          subject,
          someCallback(tenant, id, {
            platform: index < 2 ? 'p' : 'q',
            taskId: `T-${index % 2}`,
            assigneeId: `P${index}`,
          }),
          id,
        );
      const seen: string[] = [];
      let after: CallbackCursor | null = null;
      for (let pages = 0; pages < 10; pages += 1) {
        const from: CallbackCursor | null = after;
        const page: readonly Callback[] = await inTransaction(subject, ({ callbacks }) =>
          callbacks.list(tenant, everything, from, 2),
        );
        seen.push(...page.map(({ id }) => id));
        const last = page.at(-1);
        if (last === undefined) break;
        after = { receivedAt: last.receivedAt, id: last.id };
      }
      mustEqual(seen, ids.toReversed(), 'all of them, once');
      mustEqual(await listed(subject, tenant, { platform: 'p' }), ['c-2', 'c-1'], 'of a platform');
      mustEqual(await listed(subject, tenant, { taskId: 'T-1' }), ['c-4', 'c-2'], 'of a task');
      mustEqual(await listed(subject, tenant, { assigneeId: 'P4', taskId: 'T-0' }), ['c-5'], 'of a person');
    },
  },
  {
    name: 'MUST forget what is old, a bounded number at a time, and take it again then',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      for (const id of ['c-1', 'c-2', 'c-3']) await appended(subject, someCallback(tenant, id), id);
      const prune = (before: number, limit: number) =>
        inTransaction(subject, ({ callbacks }) => callbacks.prune(before, limit));
      await prune(1_000_000_000_000, 100);
      mustEqual((await listed(subject, tenant)).length, 3, 'nothing is old');
      // Others may have callbacks in the same store.
      while ((await prune(4_102_444_800_000, 2)) > 0);
      mustEqual(await listed(subject, tenant), [], 'everything is old');
      mustEqual(await appended(subject, someCallback(tenant, 'c-9'), 'c-1'), true, 'its key is free again');
    },
  },
];
