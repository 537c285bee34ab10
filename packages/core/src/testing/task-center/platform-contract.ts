import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { drive, unhurried, type SeenTodo, type TaskCenterPlatformSubject } from './platform-driver.ts';

type Case = ContractCase<TaskCenterPlatformSubject>;

const open = (title: string): readonly SeenTodo[] => [{ title, state: 'open' }];
const done = (title: string): readonly SeenTodo[] => [{ title, state: 'done' }];

const ordinary: readonly Case[] = [
  {
    name: 'MUST show what was created, changed, finished and withdrawn',
    run: async (subject) => {
      const todo = drive(subject);
      const see = () => subject.look(todo.assigneeId);
      mustEqual((await todo.mustPush('create', '张三的请假申请')).found, 'as-sent', 'the answer to the creation');
      mustEqual(await see(), open('张三的请假申请'), 'after the creation');
      mustEqual(
        (await todo.mustPush('update', '李四的出差申请 & "引号" <标签>')).found,
        'as-sent',
        'the answer to the change',
      );
      mustEqual(await see(), open('李四的出差申请 & "引号" <标签>'), 'after the change');
      mustEqual((await todo.mustPush('complete', '已审批')).found, 'as-sent', 'the answer to the completion');
      mustEqual(
        (await see()).map(({ state }) => state),
        ['done'],
        'after the completion',
      );
      await todo.mustPush('withdraw', '已审批');
      mustEqual(await see(), [], 'after the withdrawal');
    },
  },
  {
    name: 'MUST take withdrawing what is not there for done',
    run: async (subject) => {
      const todo = drive(subject);
      await todo.mustPush('create', '一次');
      const call = todo.call('withdraw', '一次');
      for (const expected of ['the first', 'the second']) {
        const [answer] = await subject.platform.push([call], unhurried);
        mustEqual(answer?.outcome, { kind: 'done', more: false }, `${expected} withdrawal`);
      }
      mustEqual(await subject.look(todo.assigneeId), [], 'afterwards');
    },
  },
  {
    name: 'MUST say so when what is to be changed or finished is not there, unless it makes it',
    run: async (subject) => {
      for (const operation of ['update', 'complete'] as const) {
        const todo = drive(subject);
        const answer = await todo.mustPush(operation, '没有的');
        const seen = await subject.look(todo.assigneeId);
        if (answer.found === 'missing') mustEqual(seen, [], `after ${operation} of what is missing`);
        else mustEqual(seen, operation === 'update' ? open('没有的') : done('没有的'), `after ${operation} made it`);
      }
    },
  },
  {
    name: 'MUST open again the way it says',
    run: async (subject) => {
      const todo = drive(subject);
      await todo.mustPush('create', '退回');
      await todo.mustPush('complete', '退回');
      if (subject.platform.capabilities.reopen === 'recreate') {
        await todo.mustPush('withdraw', '退回');
        await todo.mustPush('create', '退回');
      } else await todo.mustPush('update', '退回');
      mustEqual(await subject.look(todo.assigneeId), open('退回'), 'after it opened again');
    },
  },
  {
    name: 'MUST keep to-dos of different tasks apart',
    run: async (subject) => {
      const [one, two] = [drive(subject), drive(subject)];
      await one.mustPush('create', '一');
      await two.mustPush('create', '二');
      await one.mustPush('complete', '一');
      mustEqual(
        [await subject.look(one.assigneeId), await subject.look(two.assigneeId)],
        [done('一'), open('二')],
        'what both see',
      );
    },
  },
  {
    name: 'MUST build the same data for the same call, as JSON, and send nothing by it',
    run: async (subject) => {
      const todo = drive(subject);
      const call = todo.call('create', '纯函数');
      const [first, second] = [subject.platform.buildPushData(call), subject.platform.buildPushData(call)];
      mustEqual(first.isOk() && first.value, second.isOk() && second.value, 'the data');
      if (first.isOk()) mustEqual(JSON.parse(JSON.stringify(first.value)), first.value, 'the data through JSON');
      mustEqual(await subject.look(todo.assigneeId), [], 'what is seen');
    },
  },
  {
    name: 'MUST answer a call that is broken off, and prove a connection without showing anything',
    run: async (subject) => {
      const todo = drive(subject);
      await todo.mustPush('create', '中断');
      const controller = new AbortController();
      controller.abort();
      const answers = await subject.platform.push([todo.call('update', '中断')], {
        signal: controller.signal,
        remainingMs: () => 0,
      });
      mustEqual(answers.length, 1, 'answers');
      must(answers[0]?.outcome.kind !== 'refused', 'breaking off counts as a refusal');
      mustEqual(
        (await subject.platform.testConnection(unhurried)).outcome,
        { kind: 'done', more: false },
        'the test of the connection',
      );
    },
  },
];

const identity: Case = {
  name: 'MUST make no second object when it is created again, as it deduplicates',
  run: async (subject) => {
    const todo = drive(subject);
    await todo.mustPush('create', '只此一件');
    const call = { ...todo.call('create', '只此一件'), remoteId: null };
    const [answer] = await subject.platform.push([call], unhurried);
    mustEqual(answer?.outcome, { kind: 'done', more: false }, 'the second creation');
    mustEqual(await subject.look(todo.assigneeId), open('只此一件'), 'afterwards');
  },
};

const createsDone: Case = {
  name: 'MUST show what is created as done, as it says it can',
  run: async (subject) => {
    const todo = drive(subject);
    await todo.mustPush('create', '已办', 'done');
    mustEqual(await subject.look(todo.assigneeId), done('已办'), 'afterwards');
  },
};

const readBack: Case = {
  name: 'MUST read back what is there, as it says it can',
  run: async (subject) => {
    const todo = drive(subject);
    const read = async (): Promise<string | null> => {
      await subject.settled?.();
      const { outcome, remote } = await subject.platform.verify(todo.call('update', '回读'), unhurried);
      mustEqual(outcome, { kind: 'done', more: false }, 'reading back');
      return remote?.state ?? null;
    };
    mustEqual(await read(), null, 'before the creation');
    const states: (string | null)[] = [];
    for (const operation of ['create', 'complete', 'withdraw'] as const) {
      await todo.mustPush(operation, '回读');
      states.push(await read());
    }
    must(
      [
        ['open', 'done', null],
        ['present', 'present', null],
      ].some((expected) => JSON.stringify(expected) === JSON.stringify(states)),
      `read back ${JSON.stringify(states)}`,
    );
  },
};

const batches: Case = {
  name: 'MUST answer each call of a batch in its place',
  run: async (subject) => {
    const [there, missing] = [drive(subject), drive(subject)];
    const created = await there.mustPush('create', '批量');
    const calls = [missing.call('withdraw', '批量'), { ...there.call('withdraw', '批量'), remoteId: created.remoteId }];
    const answers = await subject.platform.push(calls, unhurried);
    mustEqual(
      answers.map(({ outcome }) => outcome.kind),
      ['done', 'done'],
      'answers',
    );
    mustEqual(await subject.look(there.assigneeId), [], 'what was there');
  },
};

/** What a task center promises by its capabilities: the cases that apply to it. */
export const taskCenterPlatformContract = ({
  capabilities,
}: TaskCenterPlatformSubject['platform']): readonly Case[] => [
  ...ordinary,
  ...(capabilities.identity ? [identity] : []),
  ...(capabilities.createsDone ? [createsDone] : []),
  ...(capabilities.readBack ? [readBack] : []),
  ...(capabilities.maxBatch > 1 ? [batches] : []),
];
