import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoreFailure, Transactor } from '@portico/core';
import type { ApiKey } from '@portico/core/access';
import type { Platform } from '@portico/core/task-center';
import { testBackends, type TestDatabase } from './database/test-database.ts';
import { createTransactor, type Stores } from './transactor.ts';

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('stores on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  let transactor: Transactor<Stores>;
  beforeAll(async () => {
    testDatabase = await create();
  }, 30_000);
  beforeEach(async () => {
    await testDatabase.reset();
    transactor = createTransactor(testDatabase.database);
  });
  afterAll(() => testDatabase.dispose());

  const run = async <T>(work: (stores: Stores) => ResultAsync<T, StoreFailure>): Promise<T> =>
    (await transactor.run(work))._unsafeUnwrap();

  const platform: Platform = {
    tenant: 'default',
    code: 'jinzhi',
    kind: 'jinzhi',
    name: '任务\'中"心?',
    baseUrl: 'http://127.0.0.1:1/?a=\\b',
    enabled: true,
    settings: { appId: 'x?y', nested: { list: [1, "o'k", null] } },
    secrets: { token: 'sealed' },
    profile: null,
    retry: { count: null, intervalSeconds: [1, 2], maxAgeSeconds: 60 },
    concurrency: 4,
    batchSize: 1,
    timeoutMs: 10_000,
    rate: null,
    showFinished: true,
    resendUndecidable: false,
    sandbox: true,
    revision: 1,
    createdAt: 1_763_000_000_123,
    updatedAt: 1_763_000_000_456,
  };

  test('MUST keep platforms by revision', async () => {
    expect(await run((s) => s.platforms.save(platform))).toBe(true);
    expect(await run((s) => s.platforms.save(platform))).toBe(false);
    expect(await run((s) => s.platforms.find('default', 'jinzhi'))).toEqual(platform);
    const second: Platform = {
      ...platform,
      revision: 2,
      rate: { perSecond: 5, burst: 10 },
      profile: { a: ['\u0000', '\ud800'] },
    };
    expect(await run((s) => s.platforms.save(second))).toBe(true);
    expect(await run((s) => s.platforms.save(second))).toBe(false);
    expect(await run((s) => s.platforms.list(null))).toEqual([{ ...second, profile: { a: ['\ufffd', '\ufffd'] } }]);
    expect(await run((s) => s.platforms.find('other', 'jinzhi'))).toBeNull();
    expect(await run((s) => s.platforms.remove('default', 'jinzhi'))).toBe(true);
    expect(await run((s) => s.platforms.remove('default', 'jinzhi'))).toBe(false);
  });

  test('MUST roll MikroORM back with the rest', async () => {
    const result = await transactor.run((s) => s.platforms.save(platform).andThen(() => errAsync('no' as const)));
    expect(result._unsafeUnwrapErr()).toBe('no');
    expect(await run((s) => s.platforms.list('default'))).toEqual([]);
  });

  test('MUST keep tenants and keys', async () => {
    const tenant = { id: 'default', name: '默认', timezone: 'Asia/Shanghai', createdAt: 1_763_000_000_123 };
    const key: ApiKey = {
      id: 'k-1',
      tenant: 'default',
      name: 'a',
      scopes: ['admin', 'todos:read'],
      createdAt: 1,
      expiresAt: null,
      revokedAt: null,
    };
    await run((s) => s.access.saveTenant({ ...tenant, name: 'old' }));
    await run((s) => s.access.saveTenant(tenant));
    expect(await run((s) => s.access.findTenant('default'))).toEqual(tenant);
    expect(await run((s) => s.access.listTenants())).toEqual([tenant]);
    await run((s) => s.access.insertKey(key, 'hash'));
    expect(await run((s) => s.access.findKeyByHash('hash'))).toEqual(key);
    expect(await run((s) => s.access.findKeyByHash('other'))).toBeNull();
    const twice = await transactor.run((s) => s.access.insertKey({ ...key, id: 'k-2' }, 'hash'));
    expect(twice._unsafeUnwrapErr().code).toBe('STORE_DATA');
    const orphan = await transactor.run((s) => s.access.insertKey({ ...key, id: 'k-3', tenant: 'none' }, 'h3'));
    expect(orphan._unsafeUnwrapErr().code).toBe('STORE_DATA');
    expect(await run((s) => s.access.revokeKey('other', 'k-1', 5))).toBe(false);
    expect(await run((s) => s.access.revokeKey('default', 'k-1', 5))).toBe(true);
    expect(await run((s) => s.access.revokeKey('default', 'k-1', 9))).toBe(true);
    expect(await run((s) => s.access.listKeys('default'))).toEqual([{ ...key, revokedAt: 5 }]);
  });

  test('MUST swap a token only when the version that was used still stands', async () => {
    const swap = (used: number, token: string) => run((s) => s.tokens.swap('default', 'jinzhi', used, token, 60_000));
    expect(await run((s) => s.tokens.read('default', 'jinzhi'))).toBeNull();
    expect(await swap(0, 'a')).toMatchObject({ version: 1, token: 'a' });
    expect(await swap(0, 'b')).toMatchObject({ version: 1, token: 'a' });
    expect(await swap(1, 'c')).toMatchObject({ version: 2, token: 'c' });
    expect((await run((s) => s.tokens.read('default', 'jinzhi')))?.expiresAt).toBeGreaterThan(1_700_000_000_000);
  });

  test('MUST take over what a stale session held, once', async () => {
    const config = { concurrency: 1 } as never;
    const { lane, session } = await run((s) =>
      s.lanes.ensure([{ tenant: 'default', name: 'push/x', config }]).andThen(([lane]) =>
        s.work
          .schedule([{ lane: lane!.id, key: 'k', class: 'live', delayMs: 0, uncertain: false }])
          .andThen(() => s.sessions.open(['*']))
          .map((session) => ({ lane: lane!.id, session })),
      ),
    );
    const [claim] = await run((s) => s.work.claim(session, [{ lane, class: 'live', count: 5 }]));
    expect(claim).toMatchObject({ key: 'k', uncertain: false, crashes: 0 });
    expect(await run((s) => s.sessions.revokeStale(20_000, null))).toEqual([]);
    await testDatabase.advance(60_000);
    expect(await run((s) => s.sessions.revokeStale(20_000, null))).toEqual([session]);
    expect(await run((s) => s.sessions.beat(session))).toBe(false);
    expect(await run((s) => s.sessions.takeOver(3, 100))).toEqual([
      { lane, key: 'k', claim: claim!.id, crashes: 1, parked: false },
    ]);
    expect(await run((s) => s.sessions.takeOver(3, 100))).toEqual([]);
    expect(await run((s) => s.attempts.find(claim!.id))).toMatchObject({ outcome: 'interrupted', session, key: 'k' });
    const late = {
      claim: claim!.id,
      lane,
      key: 'k',
      verdict: 'done',
      parked: null,
      counted: false,
      uncertain: false,
      delayMs: null,
    } as const;
    expect(await run((s) => s.work.settle([late]))).toEqual([]);
    expect(await run((s) => s.work.find([{ lane, key: 'k' }]))).toMatchObject([
      { uncertain: true, crashes: 1, claimed: false, generation: 1 },
    ]);
  });

  test('MUST keep the retry clock still while the lane is closed', async () => {
    const [lane] = await run((s) => s.lanes.ensure([{ tenant: 'default', name: 'push/x', config: {} as never }]));
    const id = lane!.id;
    const session = await run((s) => s.sessions.open(['*']));
    const claimOne = async () =>
      (
        await run((s) =>
          s.work.claim(session, [
            { lane: id, class: 'live', count: 1 },
            { lane: id, class: 'retry', count: 1 },
          ]),
        )
      )[0];
    await run((s) => s.work.schedule([{ lane: id, key: 'k', class: 'live', delayMs: 0, uncertain: false }]));
    const first = await claimOne();
    await run((s) =>
      s.work.settle([
        {
          claim: first!.id,
          lane: id,
          key: 'k',
          verdict: 'retry',
          parked: null,
          counted: true,
          uncertain: false,
          delayMs: 0,
        },
      ]),
    );
    await testDatabase.advance(10_000);
    await run((s) => s.lanes.close(id, 30_000, 'throttled', false));
    expect(await claimOne()).toBeUndefined();
    await testDatabase.advance(20_000);
    await run((s) => s.lanes.setPaused(id, true));
    await testDatabase.advance(50_000);
    await run((s) => s.lanes.setPaused(id, false));
    await testDatabase.advance(5_000);
    const second = await claimOne();
    expect(second).toMatchObject({ key: 'k', class: 'retry', attempts: 1 });
    expect(second!.failingForMs).toBeGreaterThanOrEqual(15_000);
    expect(second!.failingForMs).toBeLessThan(20_000);
  });

  test('MUST replace an interrupted attempt by what really happened, and drop old days', async () => {
    const [lane] = await run((s) => s.lanes.ensure([{ tenant: 'default', name: 'push/x', config: {} as never }]));
    const now = await run((s) => s.workflow.now());
    const attempt = {
      claim: 7,
      lane: lane!.id,
      key: 'k',
      session: 1,
      claimedAt: now,
      outcome: 'interrupted',
      reason: null,
      operation: null,
      version: null,
      durationMs: 1,
      exchanges: [],
    } as const;
    await run((s) => s.attempts.record([attempt]));
    const exchange = {
      purpose: 'push',
      atMs: 1,
      durationMs: 2,
      request: { method: 'POST', url: 'http://x', headers: {}, body: 'a\u0000b' },
      response: null,
      error: 'x\ud800',
    } as const;
    await run((s) => s.attempts.record([{ ...attempt, outcome: 'done', reason: 'r', exchanges: [exchange] }]));
    expect(await run((s) => s.attempts.find(7))).toEqual({
      ...attempt,
      outcome: 'done',
      reason: 'r',
      exchanges: [{ ...exchange, request: { ...exchange.request, body: 'a\ufffdb' }, error: 'x\ufffd' }],
    });
    const page = await run((s) =>
      s.attempts.list({ lanes: [lane!.id], keys: ['k'], outcomes: ['done'], from: now, to: null }, null, 10),
    );
    expect(page).toHaveLength(1);
    expect(
      await run((s) =>
        s.attempts.list(
          { lanes: [lane!.id], keys: null, outcomes: null, from: null, to: null },
          { claimedAt: now, claim: 7 },
          10,
        ),
      ),
    ).toEqual([]);
    expect(await run((s) => s.attempts.summary([lane!.id], now))).toEqual([
      { lane: lane!.id, outcome: 'done', count: 1, medianMs: 1, p95Ms: 1 },
    ]);
    await testDatabase.advance(10 * 86_400_000);
    await run((s) => s.attempts.maintain(30, 3));
    expect((await run((s) => s.attempts.find(7)))?.exchanges).toEqual([]);
    await run((s) => s.attempts.maintain(3, 3));
    expect(await run((s) => s.attempts.find(7))).toBeNull();
    await run((s) => s.attempts.record([attempt]));
    expect(await run((s) => s.attempts.find(7))).toEqual(attempt);
  });

  test('MUST claim each key once however many race', async () => {
    const [lane] = await run((s) => s.lanes.ensure([{ tenant: 'default', name: 'push/x', config: {} as never }]));
    const id = lane!.id;
    const keys = Array.from({ length: 200 }, (_, i) => `k-${i}`);
    await run((s) =>
      s.work.schedule(keys.map((key) => ({ lane: id, key, class: 'live', delayMs: 0, uncertain: false }))),
    );
    const sessions = await Promise.all(Array.from({ length: 4 }, () => run((s) => s.sessions.open(['*']))));
    const rounds = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        run((s) => s.work.claim(sessions[i % 4]!, [{ lane: id, class: 'live', count: 10 }])),
      ),
    );
    expect(
      rounds
        .flat()
        .map(({ key }) => key)
        .sort(),
    ).toEqual([...keys].sort());
    expect(await run((s) => s.work.depths([id]))).toEqual([
      { lane: id, due: 0, scheduled: 0, claimed: 200, parked: 0, uncertain: 0, oldestDueMs: null },
    ]);
    expect(await run(() => okAsync(null))).toBeNull();
  });
});
