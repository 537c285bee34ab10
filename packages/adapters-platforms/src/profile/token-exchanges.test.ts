import type { PushContext } from '@portico/core/task-center';
import { expect, test } from 'vitest';
import type { VendorAnswer, VendorClient } from '../http/vendor-client.ts';
import { contentOf, createMemoryTokens } from '../task-centers/platform-bed.fixture.ts';
import { createProfileKind } from '../task-centers/profile/kind.ts';

const profile = {
  name: { 'zh-CN': '某校', en: 'Some school' },
  capabilities: { units: ['assignee'], identity: true, readBack: false, reopen: 'update', createsDone: true },
  settings: [],
  token: {
    request: { path: '/token' },
    answers: [{ when: 'body.token != null', outcome: 'done' }],
    token: 'body.token',
  },
  operations: {
    assignee: {
      create: {
        request: { path: '/tasks', headers: { 'x-token': '${token}' } },
        answers: [{ when: 'body.ok == true', outcome: 'done' }],
      },
      withdraw: { request: { method: 'DELETE', path: '/tasks' } },
    },
  },
};

const answer = (body: unknown, status = 200): VendorAnswer => ({
  kind: 'answer',
  status,
  headers: {},
  text: JSON.stringify(body),
});

/** A platform whose answers for tokens are given by hand, in the order in which they were asked for. */
const openPlatform = () => {
  const asked: ((reply: VendorAnswer) => void)[] = [];
  const waiting: (() => void)[] = [];
  const client: VendorClient = {
    send: ({ url }) => {
      if (!url.pathname.endsWith('/token')) return Promise.resolve(answer({ ok: true }));
      const { promise, resolve } = Promise.withResolvers<VendorAnswer>();
      asked.push(resolve);
      waiting.shift()?.();
      return promise;
    },
  };
  const dependencies = { client, now: () => 1_000_000, monotonic: () => 0, random: () => 0.5 };
  const connection = {
    tenant: 'default',
    code: 'school',
    baseUrl: 'https://tasks.example.edu',
    settings: {},
    secrets: {},
    profile,
    timezone: 'Asia/Shanghai',
    tokens: createMemoryTokens(),
  };
  const platform = createProfileKind(dependencies).open(connection)._unsafeUnwrap();
  const content = contentOf('assignee');
  const attempt = async (context: PushContext) => {
    const [pushed] = await platform.push(
      [
        {
          operation: 'create',
          key: 'k',
          ref: content.ref,
          content,
          version: 1,
          remoteId: null,
          parentRemoteId: null,
          people: new Map(),
          first: false,
        },
      ],
      context,
    );
    if (pushed === undefined) throw new Error('no answer for it');
    return { ...pushed, tokens: pushed.exchanges.filter(({ purpose }) => purpose === 'token') };
  };
  const nextAsked = async (count: number): Promise<void> => {
    while (asked.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { asked, nextAsked, attempt };
};

const lasting = (controller = new AbortController()): PushContext => ({
  signal: controller.signal,
  remainingMs: () => 10_000,
});

test('an attempt that ends while it waits for a token MUST log what was sent for it', async () => {
  const { nextAsked, attempt } = openPlatform();
  const stop = new AbortController();
  const attempting = attempt(lasting(stop));
  await nextAsked(1);
  stop.abort();
  const { outcome, tokens } = await attempting;
  expect(outcome.kind).toBe('failed');
  expect(tokens).toMatchObject([{ request: { url: 'https://tasks.example.edu/token' }, response: null }]);
});

test('every request for a token MUST be logged exactly once, by whichever attempt', async () => {
  const { asked, nextAsked, attempt } = openPlatform();
  const stop = new AbortController();
  const [starter, joiner] = [attempt(lasting(stop)), attempt(lasting(stop))];
  await nextAsked(1);
  stop.abort();
  const left = [await starter, await joiner];
  expect(left.map(({ tokens }) => tokens.length)).toEqual([1, 0]);
  // Nobody waits for it any more, but it is tried again.
  asked[0]?.(answer({}, 503));
  await nextAsked(2);
  const later = attempt(lasting());
  asked[1]?.(answer({ token: 'fresh' }));
  const first = await later;
  const second = await attempt(lasting());
  expect([first.outcome.kind, second.outcome.kind]).toEqual(['done', 'done']);
  const logged = [...left, first, second].flatMap(({ tokens }) => tokens);
  expect(logged).toHaveLength(asked.length);
  expect(logged.map(({ response }) => response?.status ?? null)).toEqual([null, 200]);
});
