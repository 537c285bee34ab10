import type { PlatformConnection, PushCall } from '@portico/core/task-center';
import { describe, expect, test } from 'vitest';
import type { VendorAnswer, VendorClient, VendorRequest } from '../http/vendor-client.ts';
import { contentOf, createContext, createMemoryTokens } from '../task-centers/platform-bed.fixture.ts';
import { openProfile } from './open-profile.ts';
import { parseProfile } from './parse-profile.ts';

const profile = (change: (profile: Record<string, any>) => void = () => undefined): Record<string, unknown> => {
  const document: Record<string, any> = {
    name: { 'zh-CN': '待办', en: 'To-dos' },
    capabilities: { units: ['assignee'], identity: true, readBack: true, reopen: 'update', createsDone: true },
    operations: {
      assignee: {
        create: {
          request: { path: 'save', body: { json: { id: '${call.key}' } } },
          answers: [
            { when: 'body.changed == 0', outcome: 'confirm', reason: 'nothing changed' },
            { when: 'body.again == true', outcome: 'throttled', scope: 'key', retryAfterSeconds: '7' },
          ],
        },
        withdraw: { request: { path: 'remove' } },
        verify: { request: { method: 'GET', path: 'get' } },
        confirm: { request: { method: 'GET', path: 'newest' } },
      },
    },
    test: { request: { method: 'GET', path: 'ping' } },
    answers: [
      { when: 'body.missing == true', outcome: 'missing' },
      { when: 'body.busy == true', outcome: 'failed', reason: 'busy' },
      { when: 'body != null', outcome: 'done' },
    ],
  };
  change(document);
  return document;
};

const connection: PlatformConnection = {
  tenant: 'default',
  code: 'p',
  baseUrl: 'https://todo.example.edu/api',
  settings: {},
  secrets: {},
  profile: null,
  timezone: 'Asia/Shanghai',
  tokens: createMemoryTokens(),
};

/** A platform that answers `save` and `newest` as told, and what it was asked. */
const platformWith = (answers: { readonly save: unknown; readonly newest?: unknown }) => {
  const asked: VendorRequest[] = [];
  const client: VendorClient = {
    send: (request) => {
      asked.push(request);
      const path = request.url.pathname.split('/').at(-1) ?? '';
      const body = answers[path as keyof typeof answers];
      const answer: VendorAnswer = { kind: 'answer', status: 200, headers: {}, text: JSON.stringify(body) };
      return Promise.resolve(answer);
    },
  };
  const platform = openProfile(parseProfile(profile())._unsafeUnwrap(), connection, {
    client,
    now: Date.now,
    monotonic: () => performance.now(),
    random: () => 0.5,
  })._unsafeUnwrap();
  const content = contentOf('assignee');
  const call: PushCall = {
    operation: 'create',
    key: 'k',
    ref: content.ref,
    content,
    version: 1,
    remoteId: null,
    parentRemoteId: null,
    people: new Map(),
    first: false,
  };
  const push = async () => (await platform.push([call], createContext()))[0];
  return { push, asked };
};

describe('an answer that leaves open whether it took effect', () => {
  test('MUST count as done where the platform shows it', async () => {
    const { push, asked } = platformWith({ save: { changed: 0 }, newest: {} });
    const answer = await push();
    expect(answer).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent' });
    expect(answer?.exchanges.map(({ purpose }) => purpose)).toEqual(['push', 'read-back']);
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/api/save', '/api/newest']);
  });

  test('MUST be a failure with its reason where the platform does not', async () => {
    const { push } = platformWith({ save: { changed: 0 }, newest: { missing: true } });
    expect((await push())?.outcome).toEqual({ kind: 'failed', reason: 'nothing changed', retryAfterMs: null });
  });

  test('MUST stay open where the platform cannot be asked', async () => {
    const { push } = platformWith({ save: { changed: 0 }, newest: { busy: true } });
    expect((await push())?.outcome).toEqual({ kind: 'unknown', reason: 'busy' });
  });

  test('MUST have somebody to ask', () => {
    const document = profile((each) => {
      delete each['operations'].assignee.confirm;
      delete each['operations'].assignee.verify;
      each['capabilities'].readBack = false;
    });
    expect(parseProfile(document)._unsafeUnwrapErr()).toEqual([
      { pointer: '/operations/assignee/confirm', message: 'is missing: an answer asks for it' },
    ]);
  });
});

describe('throttling', () => {
  test('MUST hold back one object alone where a rule says so', async () => {
    const { push } = platformWith({ save: { again: true } });
    expect((await push())?.outcome).toMatchObject({ kind: 'deferred', scope: 'key', forMs: 7_000 });
  });

  test('MUST be the only outcome with a scope', () => {
    const document = profile((each) => {
      each['answers'][0].scope = 'key';
    });
    expect(parseProfile(document)._unsafeUnwrapErr()).toEqual([
      { pointer: '/answers/0/scope', message: 'goes with outcome throttled, and only there' },
    ]);
  });
});
