import type { PushAnswer } from '@portico/core/task-center';
import { insist, unseen, words } from './finding.ts';
import { always } from './promise.ts';
import type { ConformancePromise, PromiseKit } from './promise.ts';
import type { CheckedTodo } from './subject.ts';

const asSent = ({ found }: PushAnswer): void =>
  insist(
    found === 'as-sent',
    `it was answered as "${found}", not as carried out`,
    `应答被理解为「${found}」，而不是已执行`,
  );

/** Where reading back is claimed, what was done must show there. */
const mustStand = async (
  { profile, settled }: PromiseKit,
  todo: CheckedTodo,
  title: string,
  expected: 'open' | 'done' | null,
): Promise<void> => {
  if (!profile.capabilities.readBack) return;
  await settled();
  const { remote } = await todo.verify(title);
  if (expected === null)
    insist(remote === null, `it still stands there: ${remote?.state ?? ''}`, `平台上仍然存在：${remote?.state ?? ''}`);
  else
    insist(
      remote !== null && (remote.state === expected || remote.state === 'present'),
      `read back it is ${remote?.state ?? 'not there'}, not ${expected}`,
      `查询到的状态是 ${remote?.state ?? '不存在'}，应为 ${expected}`,
    );
};

/** What people see: the life of a to-do. */
export const shownPromises: readonly ConformancePromise[] = [
  {
    id: 'show',
    title: { 'zh-CN': '待办能够送达', en: 'A to-do is shown' },
    why: {
      'zh-CN': '创建被受理，且应答可识别为成功。',
      en: 'A creation is taken, and its answer can be told from a failure.',
    },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      asSent(await todo.mustPush('create', '待办检查 · 创建'));
      await mustStand(kit, todo, '待办检查 · 创建', 'open');
      return null;
    },
  },
  {
    id: 'change',
    title: { 'zh-CN': '内容能够修改', en: 'A to-do is changed' },
    why: {
      'zh-CN': '标题、办理人等变化后，平台上的待办随之变化。',
      en: 'What changes in the process changes there, too.',
    },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 修改前');
      asSent(await todo.mustPush('update', '待办检查 · 修改后'));
      return null;
    },
  },
  {
    id: 'complete',
    title: { 'zh-CN': '办结后变为已办', en: 'A finished to-do is shown as done' },
    why: { 'zh-CN': '已处理的事项不再提醒办理人。', en: 'Nobody is asked for what they have done.' },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 办结');
      asSent(await todo.mustPush('complete', '待办检查 · 办结'));
      await mustStand(kit, todo, '待办检查 · 办结', 'done');
      return null;
    },
  },
  {
    id: 'created-done',
    title: { 'zh-CN': '可直接创建为已办', en: 'A creation may carry the finished state' },
    why: { 'zh-CN': '补推历史事项时不会闪现为待办。', en: 'Finished work that is shown late never looks open.' },
    claimed: ({ capabilities }) =>
      capabilities.createsDone ? null : words('capabilities.createsDone is false', 'capabilities.createsDone 为 false'),
    run: async (kit) => {
      const todo = kit.todo();
      asSent(await todo.mustPush('create', '待办检查 · 已办', { state: 'done' }));
      await mustStand(kit, todo, '待办检查 · 已办', 'done');
      return null;
    },
  },
  {
    id: 'reopen',
    title: { 'zh-CN': '退回后重新变为待办', en: 'A finished to-do opens again' },
    why: { 'zh-CN': '流程退回时，办理人能够再次看到。', en: 'When a process goes back, people see it again.' },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 退回');
      await todo.mustPush('complete', '待办检查 · 退回');
      if (kit.profile.capabilities.reopen === 'recreate') {
        await todo.mustPush('withdraw', '待办检查 · 退回');
        asSent(await todo.mustPush('create', '待办检查 · 退回'));
      } else asSent(await todo.mustPush('update', '待办检查 · 退回'));
      await mustStand(kit, todo, '待办检查 · 退回', 'open');
      return null;
    },
  },
  {
    id: 'withdraw',
    title: { 'zh-CN': '撤回后不再显示', en: 'A withdrawn to-do is gone' },
    why: { 'zh-CN': '改派、删除流程后不留下无主待办。', en: 'Nobody keeps what is no longer theirs.' },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 撤回');
      asSent(await todo.mustPush('withdraw', '待办检查 · 撤回'));
      await mustStand(kit, todo, '待办检查 · 撤回', null);
      return null;
    },
  },
  {
    id: 'withdraw-unknown',
    title: { 'zh-CN': '撤回不存在的待办不算失败', en: 'Withdrawing what is not there is no failure' },
    why: {
      'zh-CN': '应答丢失后会再次撤回；若被当作失败，将一直重试。',
      en: 'After a lost answer it is withdrawn again; taken for a failure, that would be tried for days.',
    },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 重复撤回');
      const call = todo.call('withdraw', '待办检查 · 重复撤回');
      await todo.mustPush('withdraw', '待办检查 · 重复撤回', { remoteId: call.remoteId });
      const again = await todo.mustPush('withdraw', '待办检查 · 重复撤回', { remoteId: call.remoteId });
      return again.found === 'missing'
        ? null
        : words('the second withdrawal is answered like the first', '第二次撤回的应答与第一次相同');
    },
  },
  {
    id: 'change-unknown',
    title: { 'zh-CN': '修改不存在的待办有明确应答', en: 'Changing what is not there is said to be that' },
    why: {
      'zh-CN': '平台清理数据后，能够发现并重新创建。',
      en: 'After the platform lost it, it is found missing and created again.',
    },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 被清理');
      const { remoteId } = todo.call('update', '');
      await todo.mustPush('withdraw', '待办检查 · 被清理', { remoteId });
      const answer = await todo.mustPush('update', '待办检查 · 被清理', { remoteId });
      if (answer.found === 'missing') return words('the platform says that it is missing', '平台明确告知不存在');
      if (!kit.profile.capabilities.readBack)
        throw unseen(
          'the change was taken: look whether the to-do is there again; if it is not, the answer hides that it is missing',
          '修改被受理：请查看待办是否重新出现；若没有，说明应答掩盖了数据缺失',
        );
      await mustStand(kit, todo, '待办检查 · 被清理', 'open');
      return words('the change makes it anew', '修改会重新创建');
    },
  },
];
