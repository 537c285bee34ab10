import type { PlatformConnection, PushCall } from '@portico/core/task-center';
import { describe, expect, test } from 'vitest';
import type { NoAnswer, VendorAnswer, VendorClient, VendorRequest } from '../../http/vendor-client.ts';
import type { ProfileDependencies } from '../../profile/open-profile.ts';
import { contentOf, createContext, createMemoryTokens } from '../platform-bed.fixture.ts';
import { builtInProfiles, taskCenterKinds } from '../task-center-kinds.ts';
import { createProfileKind } from './kind.ts';

const json = (body: unknown, status = 200): VendorAnswer => ({
  kind: 'answer',
  status,
  headers: {},
  text: JSON.stringify(body),
});

const scripted = (answer: (request: VendorRequest) => VendorAnswer | NoAnswer) => {
  const requests: VendorRequest[] = [];
  const client: VendorClient = {
    send: async (request) => {
      requests.push(request);
      return answer(request);
    },
  };
  const dependencies: ProfileDependencies = {
    client,
    now: () => 1_000_000,
    monotonic: () => performance.now(),
    random: () => 0.5,
  };
  return { requests, kind: createProfileKind(dependencies) };
};

const base = {
  name: { 'zh-CN': '某校', en: 'Some school' },
  capabilities: { units: ['assignee'], identity: true, readBack: false, reopen: 'update', createsDone: true },
  settings: [
    { name: 'app', label: { 'zh-CN': '应用', en: 'Application' }, type: 'string', required: true },
    { name: 'key', label: { 'zh-CN': '密钥', en: 'Key' }, type: 'secret', required: true },
  ],
  token: {
    request: { path: '/token', query: { key: '${secrets.key}' } },
    answers: [{ when: 'body.token != null', outcome: 'done' }],
    token: 'body.token',
  },
  operations: {
    assignee: {
      create: {
        request: { path: '/tasks', headers: { 'x-token': '${token}' }, body: { json: { title: '${task.subject}' } } },
        answers: [{ when: 'body.ok == true', outcome: 'done' }],
      },
      withdraw: {
        request: { method: 'DELETE', path: '/tasks/${urlEncode(task.id)}' },
        answers: [{ when: 'status == 404', outcome: 'missing' }],
      },
    },
  },
  answers: [{ when: 'body.dead == true', outcome: 'expired' }],
};

type Json = Record<string, unknown>;

/** The document with one value replaced or added. */
const changed = (path: readonly string[], value: unknown): Json => {
  const document = structuredClone(base) as unknown as Json;
  let at: Json = document;
  for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Json;
  at[path.at(-1) ?? ''] = value;
  return document;
};

const connection = (profile: unknown, more: Partial<PlatformConnection> = {}): PlatformConnection => ({
  tenant: 'default',
  code: 'school',
  baseUrl: 'https://tasks.example.edu/base',
  settings: { app: 'a' },
  secrets: { key: 'secret-key' },
  profile,
  timezone: 'Asia/Shanghai',
  tokens: createMemoryTokens(),
  ...more,
});

const call = (operation: PushCall['operation'] = 'create'): PushCall => {
  const content = contentOf('assignee');
  return {
    operation,
    key: 'k',
    ref: content.ref,
    content,
    version: 1,
    remoteId: null,
    parentRemoteId: null,
    people: new Map(),
    first: false,
  };
};

const issuesOf = (profile: unknown, more: Partial<PlatformConnection> = {}) => {
  const opened = scripted(() => json({})).kind.open(connection(profile, more));
  return opened.isErr() ? opened.error.issues : [];
};

const create = ['operations', 'assignee', 'create'] as const;

describe('a profile', () => {
  test('MUST open when it is right', () => expect(issuesOf(base)).toEqual([]));

  test.each<[readonly string[], unknown, string, string]>([
    [
      [...create, 'request', 'body', 'json', 'title'],
      '${task.subjekt}',
      '/profile/operations/assignee/create/request/body/json/title',
      'there is no subjekt',
    ],
    [
      [...create, 'request', 'body', 'json', 'n'],
      '${task.subject + 1}',
      '/profile/operations/assignee/create/request/body/json/n',
      '+ needs',
    ],
    [
      [...create, 'request', 'body', 'json', 'm'],
      '${task.subject.matches("a")}',
      '/profile/operations/assignee/create/request/body/json/m',
      'matches',
    ],
    [
      [...create, 'request', 'path'],
      '/${settings.none}',
      '/profile/operations/assignee/create/request/path',
      'there is no none',
    ],
    [
      [...create, 'request', 'path'],
      'https://elsewhere.example/x',
      '/profile/operations/assignee/create/request/path',
      'origin',
    ],
    [
      [...create, 'request', 'path'],
      '${"https://tasks.example.edu@elsewhere.example/"}',
      '/profile/operations/assignee/create/request/path',
      'origin',
    ],
    [
      [...create, 'request', 'headers', 'x-title'],
      '${task.subject}',
      '/profile/operations/assignee/create/request/headers/x-title',
      'header cannot hold',
    ],
    [
      [...create, 'request', 'headers', 'bad name'],
      'x',
      '/profile/operations/assignee/create/request/headers/bad name',
      'header name',
    ],
    [[...create, 'request', 'body'], { xml: 1 }, '/profile/operations/assignee/create/request/body', '"form"'],
    [
      [...create, 'answers', '0', 'when'],
      'body.ok ==',
      '/profile/operations/assignee/create/answers/0/when',
      'is no expression',
    ],
    [[...create, 'answers', '0', 'outcome'], 'fine', '/profile/operations/assignee/create/answers/0/outcome', ''],
    [
      [...create, 'answers', '0'],
      { when: 'true', outcome: 'prepare', prepare: 'parent' },
      '/profile/operations/assignee/create/answers/0/prepare',
      '/prepare/parent',
    ],
    [
      [...create, 'answers', '0'],
      { when: 'true', outcome: 'prepare' },
      '/profile/operations/assignee/create/answers/0/prepare',
      'goes with',
    ],
    [
      [...create, 'refuse'],
      [{ when: 'task.subject > 1', pointer: '/x', message: 'm' }],
      '/profile/operations/assignee/create/refuse/0/when',
      'order',
    ],
    [['operations', 'assignee', 'withdraw'], undefined, '/profile/operations/assignee/withdraw', ''],
    [['capabilities', 'units'], ['task'], '/profile/operations/task', 'missing'],
    [['capabilities', 'readBack'], true, '/profile/operations/assignee/verify', 'missing'],
    [['capabilities', 'maxBatch'], 1_000, '/profile/capabilities/maxBatch', ''],
    [['token'], null, '/profile/test', 'missing'],
    [['token', 'token'], 'task.matches(1)', '/profile/token/token', 'matches'],
    [['surprise'], 1, '/profile/surprise', 'not known'],
    [['tables'], { t: { a: {} } }, '/profile/tables/t/a', ''],
  ])('MUST be refused with the place of its mistake: %j = %j', (path, value, pointer, message) => {
    const issues = issuesOf(changed(path, value));
    expect(issues.map((issue) => issue.pointer)).toContain(pointer);
    expect(issues.find((issue) => issue.pointer === pointer)?.message).toContain(message);
  });

  test.each<[Partial<PlatformConnection>, string]>([
    [{ baseUrl: 'ftp://x.example' }, '/baseUrl'],
    [{ baseUrl: 'https://user:pw@x.example' }, '/baseUrl'],
    [{ baseUrl: 'https://x.example/?a=1' }, '/baseUrl'],
    [{ baseUrl: '' }, '/baseUrl'],
    [{ timezone: 'Mars/Olympus' }, '/timezone'],
    [{ settings: {} }, '/settings/app'],
    [{ settings: { app: 1 } }, '/settings/app'],
    [{ settings: { app: 'a', other: 1 } }, '/settings/other'],
    [{ settings: { app: 'a', key: 'in the clear' } }, '/settings/key'],
    [{ secrets: {} }, '/secrets/key'],
    [{ profile: null }, '/profile'],
    [{ profile: 'text' }, '/profile'],
  ])('MUST refuse a connection that does not fit: %j', (more, pointer) => {
    expect(issuesOf(base, more).map((issue) => issue.pointer)).toContain(pointer);
  });
});

describe('what a profile sends', () => {
  test('MUST be what it says, with the token', async () => {
    const { kind, requests } = scripted(({ url }) =>
      url.pathname.endsWith('/token') ? json({ token: 'tok-1' }) : json({ ok: true }),
    );
    const platform = kind.open(connection(base))._unsafeUnwrap();
    const [answer] = await platform.push([call()], createContext());
    expect(answer?.outcome).toEqual({ kind: 'done', more: false });
    expect(requests.map(({ method, url, headers, body }) => [method, url.href, headers['x-token'], body])).toEqual([
      ['POST', 'https://tasks.example.edu/base/token?key=secret-key', undefined, null],
      ['POST', 'https://tasks.example.edu/base/tasks', 'tok-1', '{"title":"张三的请假申请"}'],
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/secret-key|tok-1/u);
    expect(answer?.exchanges.map(({ purpose }) => purpose)).toEqual(['token', 'push']);
  });

  test('MUST be sent once more with a fresh token, and not a third time', async () => {
    let tokens = 0;
    let deaths = 1;
    const { kind, requests } = scripted(({ url }) => {
      if (url.pathname.endsWith('/token')) return json({ token: `tok-${(tokens += 1)}` });
      return (deaths -= 1) >= 0 ? json({ dead: true }) : json({ ok: true });
    });
    const platform = kind.open(connection(base))._unsafeUnwrap();
    expect((await platform.push([call()], createContext()))[0]?.outcome.kind).toBe('done');
    expect(requests).toHaveLength(4);
    deaths = 10;
    const [answer] = await platform.push([call()], createContext());
    expect(answer?.outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('fresh token') });
    expect(requests).toHaveLength(7);
  });

  test('MUST not be sent when there is no time, and time out while it waits for a token', async () => {
    const { kind, requests } = scripted(({ url }) =>
      url.pathname.endsWith('/token') ? json({ token: 't' }) : json({ ok: true }),
    );
    const platform = kind.open(connection(base))._unsafeUnwrap();
    await platform.push([call()], createContext());
    const before = requests.length;
    const [answer] = await platform.push([call()], createContext(0));
    expect(answer?.outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no time left') });
    const aborted = await platform.push([call()], { signal: AbortSignal.abort(), remainingMs: () => 1_000 });
    expect(aborted[0]?.outcome.kind).toBe('failed');
    expect(requests).toHaveLength(before);
  });

  test('MUST be uncertain only where the call itself was', async () => {
    const lost: NoAnswer = { kind: 'no-answer', sent: true, cause: 'timeout', message: 'm' };
    const noToken = scripted(() => lost)
      .kind.open(connection(base))
      ._unsafeUnwrap();
    expect((await noToken.push([call()], createContext()))[0]?.outcome.kind).toBe('failed');
    const noAnswer = scripted(({ url }) => (url.pathname.endsWith('/token') ? json({ token: 't' }) : lost))
      .kind.open(connection(base))
      ._unsafeUnwrap();
    expect((await noAnswer.push([call()], createContext()))[0]?.outcome.kind).toBe('unknown');
  });

  test('MUST go without a body where it has none, and fall back from complete to create', async () => {
    const { kind, requests } = scripted(({ url, method }) => {
      if (url.pathname.endsWith('/token')) return json({ token: 't' });
      return method === 'DELETE' ? json({}, 404) : json({ ok: true });
    });
    const platform = kind.open(connection(base))._unsafeUnwrap();
    expect((await platform.push([call('withdraw')], createContext()))[0]).toMatchObject({
      outcome: { kind: 'done' },
      found: 'missing',
    });
    expect((await platform.push([call('complete')], createContext()))[0]).toMatchObject({
      outcome: { kind: 'done' },
      found: 'as-sent',
    });
    expect(requests.slice(1).map(({ method, url, body }) => [method, url.pathname, body])).toEqual([
      ['DELETE', '/base/tasks/T-1', null],
      ['POST', '/base/tasks', '{"title":"张三的请假申请"}'],
    ]);
  });
});

describe('the kinds', () => {
  test('MUST say which contracts are published, in both languages', () => {
    const kinds = taskCenterKinds();
    expect(kinds.map(({ kind, contract }) => [kind, contract])).toEqual([
      ['jinzhi', 'verified'],
      ['weaver-ofs', 'verified'],
      ['jinzhi-shuxin', 'reference'],
      ['tongyidaiban', 'reference'],
      ['ability-center', 'reference'],
      ['seeyon-cip', 'verified'],
      ['landray-ekp', 'verified'],
      ['tongji-open', 'reference'],
      ['welink', 'verified'],
      ['webhook', 'verified'],
      ['dingtalk-todo', 'verified'],
      ['feishu-approval', 'verified'],
      ['profile', 'custom'],
    ]);
    for (const { contract, name } of kinds) {
      expect(name.en.includes('(reference contract)')).toBe(contract === 'reference');
      expect(name['zh-CN'].includes('参考契约')).toBe(contract === 'reference');
    }
    for (const { configFields } of kinds)
      for (const { label } of configFields) expect(label['zh-CN'] === '' || label.en === '').toBe(false);
  });

  test.each([...builtInProfiles.keys()])('MUST give a document that kind profile opens: %s', (name) => {
    const profile = JSON.parse(JSON.stringify(builtInProfiles.get(name))) as {
      settings: { name: string; type: string; required?: boolean }[];
    };
    const given = (secret: boolean) =>
      Object.fromEntries(
        profile.settings
          .filter(({ type, required }) => required === true && (type === 'secret') === secret)
          .map((field) => [field.name, secret ? 'a-secret-of-some-length' : 'value']),
      );
    expect(issuesOf(profile, { settings: given(false), secrets: given(true) as Record<string, string> })).toEqual([]);
  });
});
