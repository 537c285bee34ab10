import { broken, insist, notClaimed, unseen, words } from './finding.ts';
import { always } from './promise.ts';
import type { ConformancePromise } from './promise.ts';
import { createDeadTokens } from './run-tokens.ts';
import { contextOf } from './subject.ts';

/** What the right state of to-dos rests on when something goes wrong. */
export const trustPromises: readonly ConformancePromise[] = [
  {
    id: 'identity',
    title: { 'zh-CN': '重复创建不会产生两条', en: 'Creating twice makes one' },
    why: {
      'zh-CN': '创建的应答丢失后只能再发一次；平台须按我方主键去重。',
      en: 'When the answer to a creation is lost it is sent again; the platform must know it by our key.',
    },
    claimed: ({ capabilities }) =>
      capabilities.identity ? null : words('capabilities.identity is false', 'capabilities.identity 为 false'),
    run: async (kit) => {
      const todo = kit.todo();
      const first = await todo.mustPush('create', '待办检查 · 重复创建');
      const again = await todo.mustPush('create', '待办检查 · 重复创建', { remoteId: null });
      const two = first.remoteId !== null && again.remoteId !== null && first.remoteId !== again.remoteId;
      insist(
        !two,
        `two objects were made: ${first.remoteId} and ${again.remoteId}`,
        `产生了两条：${first.remoteId} 与 ${again.remoteId}`,
      );
      if (again.remoteId !== null && first.remoteId !== null) return null;
      if (kit.profile.capabilities.readBack) {
        // A second one would still be found after the first is gone.
        await todo.mustPush('withdraw', '待办检查 · 重复创建');
        await kit.settled();
        const { remote } = await todo.verify('待办检查 · 重复创建');
        insist(
          remote === null,
          'after one withdrawal it is still there: two were made',
          '撤回一次后仍能查到：产生了两条',
        );
        return null;
      }
      throw unseen(
        `the second creation was answered as "${again.found}": look whether there is one to-do “待办检查 · 重复创建”, not two`,
        `第二次创建的应答被理解为「${again.found}」：请查看「待办检查 · 重复创建」是否只有一条`,
      );
    },
  },
  {
    id: 'read-back',
    title: { 'zh-CN': '能够按主键查询', en: 'It can be read back' },
    why: {
      'zh-CN': '应答丢失后可核实，巡检可发现平台侧的缺失。',
      en: 'Lost answers can be cleared up, and sweeps find what is missing there.',
    },
    claimed: ({ capabilities }) =>
      capabilities.readBack ? null : words('capabilities.readBack is false', 'capabilities.readBack 为 false'),
    run: async (kit) => {
      const todo = kit.todo();
      const title = '待办检查 · 查询';
      insist((await todo.verify(title)).remote === null, 'it is found before it was created', '创建之前就能查到');
      const states: string[] = [];
      for (const operation of ['create', 'complete', 'withdraw'] as const) {
        await todo.mustPush(operation, title);
        await kit.settled();
        states.push((await todo.verify(title)).remote?.state ?? 'absent');
      }
      const seen = states.join(', ');
      if (seen === 'open, done, absent') return null;
      if (seen === 'present, present, absent')
        return words('it says whether it is there, not in which state', '只能查到是否存在，查不到状态');
      throw broken(
        `after creation, completion and withdrawal it was ${seen}`,
        `创建、办结、撤回之后查到的依次是 ${seen}`,
      );
    },
  },
  {
    id: 'order-guard',
    title: { 'zh-CN': '迟到的旧数据不会覆盖新数据', en: 'A late older write changes nothing' },
    why: {
      'zh-CN': '网络延迟可能使旧请求后到。没有此保护时由 Portico 保证次序。',
      en: 'The network may deliver an older request later. Without this, Portico keeps the order by itself.',
    },
    claimed: always,
    run: async (kit) => {
      const todo = kit.todo();
      const title = '待办检查 · 次序';
      const sample = todo.call('update', title, { remoteId: '1', parentRemoteId: '1' });
      const data = (version: number): string =>
        JSON.stringify(kit.platform.buildPushData({ ...sample, version }).unwrapOr({}));
      if (data(1) === data(2))
        throw notClaimed(
          'no stamp is sent: the platform has no guard, and Portico keeps the order',
          '没有发送版本：平台无此保护，由 Portico 保证次序',
        );
      await todo.mustPush('create', title);
      const older = todo.call('update', title);
      await todo.mustPush('complete', title);
      await todo.push('update', title, { version: older.version });
      if (kit.profile.capabilities.readBack) {
        await kit.settled();
        const { remote } = await todo.verify(title);
        if (remote?.state === 'open')
          throw broken('the older write took its place: it is open again', '旧数据覆盖了新数据：又变为待办');
        if (remote?.state === 'done') return null;
      }
      throw unseen(
        `look whether “${title}” is done; if it is open again, the stamp is not looked at`,
        `请查看「${title}」是否为已办；若又变为待办，说明平台不看版本`,
      );
    },
  },
  {
    id: 'batch',
    title: { 'zh-CN': '支持批量推送', en: 'Several go in one request' },
    why: { 'zh-CN': '大量推送时请求更少。', en: 'Fewer requests when there is much to push.' },
    claimed: ({ capabilities }) =>
      capabilities.maxBatch > 1 ? null : words('capabilities.maxBatch is 1', 'capabilities.maxBatch 为 1'),
    run: async (kit) => {
      const todos = [kit.todo(), kit.todo()];
      for (const todo of todos) await todo.mustPush('create', '待办检查 · 批量');
      const calls = todos.map((todo) => todo.call('update', '待办检查 · 批量修改'));
      const answers = await kit.platform.push(calls, contextOf());
      answers.forEach((answer, index) =>
        kit.step(
          words(
            `update ${index + 1} of ${calls.length} in one request`,
            `同一请求中的第 ${index + 1} 条（共 ${calls.length} 条）`,
          ),
          answer,
        ),
      );
      insist(
        answers.length === calls.length,
        `${answers.length} answers to ${calls.length} calls`,
        `${calls.length} 条只有 ${answers.length} 个应答`,
      );
      for (const { outcome } of answers)
        insist(
          outcome.kind === 'done',
          `a call of the batch came to ${outcome.kind}`,
          `批量中有一条的结果是 ${outcome.kind}`,
        );
      const requests = answers[0]?.exchanges.filter(({ purpose }) => purpose === 'push').length ?? 0;
      return requests === 1
        ? null
        : words('the batch was taken apart: each went alone in the end', '批量被拆开，最终逐条发送');
    },
  },
  {
    id: 'expired-token',
    title: { 'zh-CN': '令牌失效可识别并自动更换', en: 'A dead token is recognised and replaced' },
    why: {
      'zh-CN': '令牌可能提前失效；须能与其他失败区分。',
      en: 'Tokens die early; that must be told from any other failure.',
    },
    claimed: ({ token }) => (token === null ? words('the profile has no token', '配置没有令牌请求') : null),
    run: async (kit) => {
      const todo = kit.todo();
      await todo.mustPush('create', '待办检查 · 令牌');
      const platform = kit.reopen({ tokens: createDeadTokens() });
      const call = todo.call('update', '待办检查 · 令牌');
      const answer = await kit.patiently(async () => {
        const [only] = await platform.push([call], contextOf());
        if (only === undefined) throw broken('no answer', '没有应答');
        return only;
      });
      kit.step(words('change it with a token that the platform never gave', '用无效令牌修改'), answer);
      const renewed = answer.exchanges.some(({ purpose }) => purpose === 'token');
      insist(
        renewed,
        `the dead token was not recognised: it came to ${answer.outcome.kind}`,
        `没有识别出令牌失效：结果是 ${answer.outcome.kind}`,
      );
      insist(
        answer.outcome.kind === 'done',
        `with a fresh token it came to ${answer.outcome.kind}`,
        `更换令牌后的结果是 ${answer.outcome.kind}`,
      );
      return null;
    },
  },
  {
    id: 'wrong-credentials',
    title: { 'zh-CN': '凭据错误可识别', en: 'Wrong credentials are recognised' },
    why: {
      'zh-CN': '凭据错误时应停止推送并告警，而不是逐条失败。',
      en: 'They must stop the pushing and raise an alarm, not fail one by one.',
    },
    claimed: ({ settings }) =>
      settings.some(({ type }) => type === 'secret') ? null : words('the profile has no secret', '配置没有密钥'),
    run: async (kit) => {
      const platform = kit.reopen({ secrets: 'wrong' });
      const answer = await kit.patiently(() => platform.testConnection(contextOf()));
      kit.step(words('prove the connection with wrong secrets', '用错误密钥测试连接'), answer);
      insist(
        answer.outcome.kind !== 'done',
        'wrong secrets were taken for right ones: the test request proves nothing',
        '错误的密钥也被接受：测试请求不能证明什么',
      );
      insist(
        answer.outcome.kind === 'credentials',
        `it came to ${answer.outcome.kind}, not to credentials`,
        `结果是 ${answer.outcome.kind}，应为 credentials`,
      );
      return null;
    },
  },
  {
    id: 'unknown-person',
    title: { 'zh-CN': '人员不存在时明确拒绝', en: 'People that it does not know are refused' },
    why: {
      'zh-CN': '被拒绝的事项会列出原因等待处理；被当作暂时失败的会重试三天。',
      en: 'What is refused waits for somebody with its reason; what looks like a passing failure is tried for three days.',
    },
    claimed: always,
    run: async (kit) => {
      const id = `portico-nobody-${kit.identity.run}`;
      const todo = kit.todo({ id, remoteId: id, name: '查无此人', department: null });
      const { outcome } = await todo.push('create', '待办检查 · 查无此人');
      if (outcome.kind === 'refused') return null;
      if (outcome.kind === 'done')
        throw unseen(
          'the platform took a to-do for somebody whom it cannot know: mistakes in ids will not show',
          '平台接受了不存在的人员：人员编号的错误将不会被发现',
        );
      throw broken(`it came to ${outcome.kind}, not to refused`, `结果是 ${outcome.kind}，应为 refused`);
    },
  },
];
