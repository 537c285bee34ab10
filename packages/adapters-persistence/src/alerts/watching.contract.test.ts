import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApplication, type Application, type Clock } from '@portico/core';
import { createMemoryPorts } from '@portico/core/memory';
import { createFakePlatform, createFakeWebhookSender, sampleEvent } from '@portico/core/testing';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer: (after, run) => {
    const timer = setTimeout(run, after);
    return () => clearTimeout(timer);
  },
};

const tenant = 'default';
const minute = 60_000;

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('alerts on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  });
  afterAll(() => testDatabase.dispose());

  test('MUST tell a webhook once that something fires and once that it has recovered, however many processes look', async () => {
    const platform = createFakePlatform({ clock, name: 'fake' });
    const sender = createFakeWebhookSender(clock);
    const ports = createMemoryPorts(clock);
    // Of one secret key, as processes of an installation are; each has connections of its own in the pool.
    const applications = Array.from({ length: 4 }, (): Application =>
      createApplication({
        ...ports,
        ids: { next: () => crypto.randomUUID() },
        transactor: createTransactor(testDatabase.database),
        clock,
        kinds: [platform.kind],
        timezone: 'Asia/Shanghai',
        webhookSender: sender,
      }),
    );
    const [application] = applications;
    if (application === undefined) throw new Error('One application at least.');
    const { access, alerts, taskCenter, webhooks, workflow } = application;
    (await access.ensureDefaultTenant('Asia/Shanghai'))._unsafeUnwrap();
    const draft = { code: 'ops', url: 'https://ops.example.edu/', types: ['alert.*'] };
    (await webhooks.createEndpoint(tenant, draft, null))._unsafeUnwrap();
    (
      await taskCenter.createPlatform(tenant, { code: 'fake', kind: 'fake', baseUrl: 'http://127.0.0.1/' })
    )._unsafeUnwrap();
    // Only what is looked for below may fire.
    for (const { id } of (await alerts.listRules(tenant))._unsafeUnwrap())
      (await alerts.removeRule(tenant, id))._unsafeUnwrap();
    const condition = { kind: 'parked', lanes: ['push/*'], above: 0 } as const;
    (await alerts.createRule(tenant, { id: 'any', name: '有搁置', condition, clearMs: 0 }))._unsafeUnwrap();
    const worker = application.createWorker();
    (await worker.start())._unsafeUnwrap();

    const parked = async (): Promise<number> =>
      (await taskCenter.listLanes(tenant))
        ._unsafeUnwrap()
        .reduce((sum, { lane, depth }) => sum + (lane.name === 'push/fake' ? depth.parked : 0), 0);
    const told = async (): Promise<readonly string[]> =>
      (await webhooks.listMessages(tenant, { endpoint: 'ops', type: null, delivered: null }, null, 50))
        ._unsafeUnwrap()
        .items.map(({ message }) => `${message.type} ${String(message.data['rule'])}`)
        .toSorted();
    /** Everybody looks at the same time, again and again while time goes on. */
    const watch = async (): Promise<void> => {
      for (let rounds = 0; rounds < 3; rounds += 1) {
        const looked = await Promise.all(applications.map((one) => one.watchAlerts()));
        for (const result of looked) result._unsafeUnwrap();
        await testDatabase.advance(minute);
      }
    };

    platform.fault = () => 'refused';
    (
      await workflow.recordEngineEvents(tenant, [{ ...sampleEvent('receive', 0), occurredAt: Date.now() - minute }])
    )._unsafeUnwrap();
    await expect.poll(parked, { timeout: 20_000 }).toBe(1);
    await watch();
    expect(await told()).toEqual(['alert.firing any']);

    platform.fault = () => 'none';
    (await taskCenter.changePlatform(tenant, 'fake', { resendUndecidable: true }, null))._unsafeUnwrap();
    await expect.poll(parked, { timeout: 20_000 }).toBe(0);
    await watch();
    expect(await told()).toEqual(['alert.firing any', 'alert.resolved any']);

    const types = () => sender.posts.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    await expect.poll(() => new Set(types()), { timeout: 20_000 }).toEqual(new Set(['alert.firing', 'alert.resolved']));
    const { items } = (
      await alerts.history(tenant, { rule: 'any', subject: null, firing: null }, null, 10)
    )._unsafeUnwrap();
    expect(items.map(({ subject, endedBy }) => [subject, endedBy])).toEqual([['push/fake', 'recovered']]);
    await worker.stop(5_000);
  }, 120_000);
});
