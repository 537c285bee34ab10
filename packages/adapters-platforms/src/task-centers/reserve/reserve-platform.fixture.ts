import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonAnswer } from '../../sandboxes/engine/answers.ts';
import { jsonOperation } from '../../sandboxes/engine/json-operation.ts';
import type { Dialect, Outcome } from '../../sandboxes/engine/json-operation.ts';
import { openSandbox } from '../../sandboxes/engine/sandbox.ts';
import type { Answer, Operation, SandboxKind } from '../../sandboxes/engine/sandbox-kind.ts';
import { localTime, optionalText, text } from '../../sandboxes/engine/validation.ts';

// The vendor of the example, played as docs/reference/platforms/reserve.md has it. No real platform is known to speak so.

const answer = (errcode: number, errmsg: string, data: unknown = null): Answer =>
  jsonAnswer(errcode === 0, { errcode, errmsg, data });

const dialect: Dialect = {
  idFields: ['outerId'],
  invalid: (reason) => answer(40_001, `参数错误：${reason}`),
  token: {
    of: ({ headers }) => (typeof headers['x-reserve-token'] === 'string' ? headers['x-reserve-token'] : undefined),
    dead: answer(40_101, '令牌无效或已过期'),
  },
};

const todo = z.object({
  outerId: text(64),
  userNo: text(32),
  title: text(100),
  flowName: optionalText(50),
  applicant: optionalText(50),
  level: z.int().min(1).max(3),
  pcUrl: text(500),
  h5Url: optionalText(500),
  state: z.union([z.literal(1), z.literal(2)]),
  createTime: localTime,
});
type Todo = z.infer<typeof todo>;
const byOuterId = z.object({ outerId: text(64) });
const missing = answer(40_401, '待办不存在');

const issueToken: Operation = {
  name: 'token',
  decide(call) {
    const form = new URLSearchParams(call.body);
    const { systemCode, systemSecret } = call.credentials;
    const right = form.get('systemCode') === systemCode && form.get('systemSecret') === systemSecret;
    const { token, expiresIn, changes } = call.tokens.issue(300);
    return {
      answer: right ? answer(0, 'ok', { token, expireSeconds: expiresIn }) : answer(40_103, '系统编码或密钥错误'),
      rows: [{ operation: 'token', id: '', effect: right ? 'none' : 'refused' }],
      changes: right ? changes : [],
    };
  },
};

const save = jsonOperation(dialect, {
  name: 'save',
  schema: todo,
  decide(input, call): Outcome {
    if (!/^[A-Za-z]?\d+$/.test(input.userNo))
      return { answer: answer(40_002, `人员不存在：${input.userNo}`), effect: 'refused' };
    const known = call.store.collection<Todo>('todos').get(input.outerId);
    const effect = known === undefined ? 'created' : known.state === 1 && input.state === 2 ? 'completed' : 'updated';
    return { answer: answer(0, 'ok'), effect, changes: [['todos', input.outerId, input]] };
  },
});

const remove = jsonOperation(dialect, {
  name: 'remove',
  schema: byOuterId,
  decide: ({ outerId }, call): Outcome =>
    call.store.collection<Todo>('todos').has(outerId)
      ? { answer: answer(0, 'ok'), effect: 'withdrawn', changes: [['todos', outerId]] }
      : { answer: missing, effect: 'none' },
});

const get = jsonOperation(dialect, {
  name: 'get',
  schema: byOuterId,
  input: 'address',
  decide({ outerId }, call): Outcome {
    const known = call.store.collection<Todo>('todos').get(outerId);
    return { answer: known === undefined ? missing : answer(0, 'ok', known), effect: 'none' };
  },
});

const reserve: SandboxKind = {
  name: 'reserve',
  bodyLimit: 64 * 1024,
  tokenSeconds: 3_600,
  newCredentials: () => ({ systemCode: 'oa', systemSecret: 'reserve-test-secret' }),
  operations: new Map([
    ['/reserve/open/token', issueToken],
    ['/reserve/open/todo/save', save],
    ['/reserve/open/todo/remove', remove],
    ['GET /reserve/open/todo/get', get],
  ]),
  problem: (status, message) => jsonAnswer(false, { errcode: 40_001, errmsg: message, data: null }, status),
  throttled: (waitSeconds) => answer(42_901, '请求过于频繁', { waitSeconds }),
  busy: () => answer(50_001, '系统繁忙'),
  *todos(store) {
    for (const one of store.collection<Todo>('todos').values())
      yield {
        id: one.outerId,
        assignee: one.userNo,
        title: one.title,
        urgency: one.level === 3 ? 'critical' : one.level === 2 ? 'urgent' : 'normal',
        state: one.state === 2 ? 'done' : 'open',
        links: { pc: one.pcUrl, mobile: one.h5Url || null },
      };
  },
};

export interface ReservePlatform {
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The example's vendor on a free port of this machine. */
export const startReservePlatform = async (): Promise<ReservePlatform> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-reserve-'));
  const sandbox = await openSandbox(reserve, { dataDir, now: Date.now, random: Math.random, hangMs: 300 });
  const server = createServer((request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?');
    sandbox.handle(request, response, path, new URLSearchParams(query)).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { systemCode = '', systemSecret = '' } = sandbox.settings;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    settings: { systemCode },
    secrets: { systemSecret },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
