import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushCall, TaskCenterPlatform } from '@portico/core/task-center';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contentOf, createContext, createMemoryTokens, handlerOf, kindNamed, taskOf } from '../platform-bed.fixture.ts';

const folder = new URL('../../../../../docs/reference/profiles/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

interface Example {
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly settings: readonly { readonly name: string; readonly type: string; readonly required?: boolean }[];
}

const read = (name: string): Example => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Example;

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let base: string;
let answer: unknown;
const received: Received[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ url: request.url ?? '', headers: request.headers, body });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => void received.splice(0));
afterAll(() => new Promise((resolve) => void server.close(resolve)));

const open = (name: string, more: Readonly<Record<string, unknown>> = {}): TaskCenterPlatform => {
  const profile = read(name);
  const given = (secret: boolean): Record<string, string> =>
    Object.fromEntries(
      profile.settings
        .filter(({ type, required }) => (secret ? type === 'secret' : required === true && type !== 'secret'))
        .map((field) => [field.name, `${field.name}-1`]),
    );
  const opened = kindNamed('profile').open({
    tenant: 'default',
    code: name,
    baseUrl: base,
    settings: { ...given(false), ...more },
    secrets: given(true),
    profile,
    timezone: 'Asia/Shanghai',
    tokens: createMemoryTokens(),
  });
  if (opened.isErr()) throw new Error(`${name}: ${JSON.stringify(opened.error.issues)}`);
  return opened.value;
};

const callOf = (operation: PushCall['operation'], more: Partial<PushCall> = {}): PushCall => {
  const state = operation === 'complete' ? 'done' : 'open';
  const content = contentOf(
    'assignee',
    [taskOf({ handlers: [handlerOf('T001', state)] })],
    state === 'done' ? 'completed' : 'running',
  );
  return {
    operation,
    key: 'k',
    ref: content.ref,
    content,
    version: 1,
    remoteId: null,
    parentRemoteId: null,
    people: new Map([['T001', '4107']]),
    first: false,
    ...more,
  };
};

const push = async (platform: TaskCenterPlatform, call: PushCall): Promise<Received | null> => {
  const [pushed] = await platform.push([call], createContext());
  expect(pushed?.outcome).toEqual({ kind: 'done', more: false });
  return received.at(-1) ?? null;
};

test('There MUST be an example for each platform of the long tail', () => {
  expect(names.toSorted()).toEqual(['glink', 'huawei-isdp', 'jinlaiban', 'yanhuang-aws']);
});

describe.each(names)('the example profile %s', (name) => {
  test('MUST say in its name that its contract is public in part only', () => {
    const { name: shown } = read(name);
    expect(shown['zh-CN']).toContain('契约仅部分公开');
    expect(shown.en).toContain('(contract partly public)');
  });

  test('MUST open as it is, and put every call into words or say which setting it lacks', () => {
    const platform = open(name);
    for (const operation of ['create', 'update', 'complete', 'withdraw'] as const) {
      const said = platform.buildPushData(callOf(operation)).match(
        (data) => String(data['path']),
        ({ pointer }) => pointer,
      );
      expect(said).toMatch(operation === 'withdraw' ? /^\/\w/u : /^\/(?!settings)\w/u);
    }
  });

  test('MUST prove a connection without sending a to-do', async () => {
    answer = {};
    expect((await open(name).testConnection(createContext())).outcome.kind).toBe('done');
    expect(received.map(({ body }) => body).join('')).not.toContain('张三');
  });
});

test('ISDP MUST get a list with its own ids of people, and a number for the task', async () => {
  answer = { status: 'success', msg: null, data: null };
  const platform = open('huawei-isdp');
  const created = await push(platform, callOf('create'));
  expect(created?.headers.authorization).toBe('bearer accessToken-1');
  expect(JSON.parse(created?.body ?? '')).toMatchObject({
    mytodoList: [
      { taskName: '张三的请假申请', status: '1', currentReviewerId: '4107', sceneTaskId: expect.any(Number) },
    ],
  });
  const { sceneTaskId } = (JSON.parse(created?.body ?? '') as { mytodoList: [{ sceneTaskId: number }] }).mytodoList[0];
  const withdrawn = await push(platform, callOf('withdraw'));
  expect(JSON.parse(withdrawn?.body ?? '')).toMatchObject({
    mytodoList: [{ taskIdList: [sceneTaskId], assignedUserIdList: [4107] }],
  });
});

test('晋来办 MUST get a signed form with the time of sending, and notify about a first creation only', async () => {
  answer = { status: '200', msg: 'ok', requestid: '1' };
  const platform = open('jinlaiban', { notify: true });
  const before = Math.floor(Date.now() / 1_000);
  const sent = await push(platform, callOf('create', { first: true }));
  expect(sent?.url).toBe('/openplatform/open/todo.action?generate');
  const form = new URLSearchParams(sent?.body);
  expect(Number(form.get('timestamp'))).toBeGreaterThanOrEqual(before);
  expect(form.get('timestamp')).toMatch(/^\d{10}$/u);
  const signed = ['appcode', 'busiid', 'modulecode', 'timestamp', 'title', 'userid']
    .map((field) => `${field}=${form.get(field)}`)
    .join('&');
  expect(form.get('sign')).toBe(createHash('md5').update(`${signed}&key=signKey-1`).digest('hex'));
  expect([form.get('isdo'), form.get('pushstate')]).toEqual(['0', 'true']);
  const done = new URLSearchParams((await push(platform, callOf('complete')))?.body);
  expect([done.get('isdo'), done.get('pushstate')]).toEqual(['1', 'false']);
  // What is compared must not change with the time.
  expect(platform.buildPushData(callOf('update'))).toEqual(platform.buildPushData(callOf('update')));
  answer = { status: '302', msg: '接口没有权限' };
  expect((await platform.push([callOf('create')], createContext()))[0]?.outcome.kind).toBe('credentials');
});

test('GLink MUST get a list with times in milliseconds, and each to-do alone where a list is not taken', async () => {
  const platform = open('glink');
  answer = { code: 0 };
  const sent = await push(platform, callOf('create'));
  expect(sent?.headers.authorization).toBe('authValue-1');
  expect(JSON.parse(sent?.body ?? '')).toMatchObject([
    {
      systemCode: 'systemCode-1',
      pid: 'T-1_T001',
      pdatetime: taskOf().createdAt,
      emergencyType: '紧急',
      sendMsg: false,
      readed: false,
    },
  ]);
  received.splice(0);
  expect(await platform.push([callOf('create'), callOf('create')], createContext())).toHaveLength(2);
  expect(received).toHaveLength(1);
  received.splice(0);
  answer = { code: 500 };
  const answers = await platform.push([callOf('create'), callOf('create')], createContext());
  expect(answers.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'failed']);
  expect(received).toHaveLength(3);
});

test('炎黄 AWS MUST get a signed call by its name, and what was lost there MUST not be sent again blindly', async () => {
  answer = { result: 'ok', data: {} };
  const platform = open('yanhuang-aws');
  const form = new URLSearchParams((await push(platform, callOf('create')))?.body);
  const text = [...form]
    .filter(([name]) => name !== 'sig')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
  expect(form.get('sig')).toBe(createHmac('md5', 'secret-1').update(text).digest('hex').toUpperCase());
  expect(Object.fromEntries(form)).toMatchObject({
    cmd: 'task.eaiTasks.create',
    outerId: 'T-1_T001',
    taskType: '1',
    priority: '2',
  });
  expect(platform.capabilities).toMatchObject({ identity: false, readBack: false });
});
