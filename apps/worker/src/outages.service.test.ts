import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineHistory } from '../../server/src/testing/engine-history.ts';
import { until } from '../../server/src/testing/server-process.ts';
import { baseUrls, convergence, setFaults } from '../../server/src/testing/task-centers.ts';
import { openWorld, type World } from './testing/world.ts';
import type { WorkerProcess } from './testing/worker-process.ts';

const postgresUrl = process.env['PORTICO_TEST_POSTGRES_URL'];
const rabbitmqUrl = process.env['PORTICO_TEST_RABBITMQ_URL'];
const seed = 20_261_123;

describe.skipIf(postgresUrl === undefined || rabbitmqUrl === undefined)(
  'A worker whose surroundings come and go',
  () => {
    let world: World;
    beforeEach(async () => {
      world = await openWorld(postgresUrl ?? '', rabbitmqUrl ?? '');
    });
    afterEach(() => world.dispose());

    const readiness = (worker: WorkerProcess, status: number, boundMs = 15_000): Promise<unknown> =>
      until(`readiness is ${status}`, boundMs, async () =>
        (await worker.readiness()).status === status ? true : null,
      );
    const report = (count: number, run: number): { readonly events: readonly unknown[] } => ({
      events: engineHistory(count, seed + run, Date.now() - 5 * 24 * 3_600_000),
    });

    test('MUST wait for database and broker that are not there at its start, and go on when they come', async () => {
      await world.toDatabase.cut();
      await world.toBroker.cut();
      const worker = await world.startWorker({
        PORTICO_SECRET_KEY: 'A'.repeat(43),
        // Nobody will ever be there.
        PORTICO_REDIS_URL: 'redis://127.0.0.1:9',
      });
      expect((await fetch(`${worker.healthUrl}/livez`)).status).toBe(200);
      expect(await worker.readiness()).toMatchObject({
        status: 503,
        body: { checks: [{ name: 'store', ok: false, detail: 'waiting for it' }] },
      });
      await until('it says so', 10_000, async () =>
        /The database cannot be used yet.*ECONNREFUSED/u.test(worker.output()) ? true : null,
      );
      await world.toDatabase.open();
      await worker.ready();
      expect(await worker.readiness()).toMatchObject({
        status: 200,
        body: {
          checks: expect.arrayContaining(
            ['broker', 'redis'].map((name) => ({ name, ok: true, detail: expect.stringContaining('degraded') })),
          ),
        },
      });
      const server = await world.startServer({ PORTICO_SECRET_KEY: 'A'.repeat(43) });
      expect((await server.call('POST', '/api/v1/task-center/events', report(30, 1))).status).toBe(202);
      await convergence(server, 30_000);
      await world.toBroker.open();
      await until('the broker is back', 30_000, async () =>
        (await worker.metric('portico_broker_up')) === 1 ? true : null,
      );
      expect((await server.call('POST', '/api/v1/task-center/events', report(30, 2))).status).toBe(202);
      await convergence(server, 30_000);
      expect(await worker.metric('portico_doorbell_heard_total')).toBeGreaterThan(0);
    });

    test('MUST bring an empty database up to date however many start together, and say when it is newer', async () => {
      const env = { PORTICO_SECRET_KEY: 'A'.repeat(43) };
      const workers = await Promise.all([world.startWorker(env), world.startWorker(env), world.startWorker(env)]);
      await Promise.all(workers.map((worker) => worker.ready()));
      for (const worker of workers) expect(worker.output()).not.toContain('"level":"error"');
      const applied = await world.query<{ name: string }>('select name from schema_migration order by id');
      expect(new Set(applied.map(({ name }) => name)).size).toBe(applied.length);
      await world.query(`insert into schema_migration (name, executed_at) values ('999-of-tomorrow', now())`);
      const old = await world.startWorker(env);
      await old.ready();
      expect(old.output()).toContain('newer than this version');
      expect(old.output()).toContain('999-of-tomorrow');
    });

    test('MUST outlive a database that goes away at work, and lose nothing', async () => {
      const server = await world.startServer();
      const worker = await world.startWorker();
      await worker.ready();
      const bases = await baseUrls(server);
      await setFaults(bases.values(), { latencyMs: 300 });
      await server.call('POST', '/api/v1/task-center/events', report(100, 3));
      await until('keys are under way', 10_000, async () =>
        (await worker.metric('portico_worker_keys_in_flight')) > 0 ? true : null,
      );
      await world.toDatabase.cut();
      await readiness(worker, 503);
      expect((await worker.readiness()).body.checks).toContainEqual({
        name: 'store',
        ok: false,
        detail: 'does not answer',
      });
      expect(await worker.metric('portico_store_up')).toBe(0);
      await world.toDatabase.open();
      await readiness(worker, 200);
      await expect.poll(() => worker.output(), { timeout: 30_000 }).toContain('The store answers again.');
      await setFaults(bases.values(), { latencyMs: 0 });
      await convergence(server, 60_000);
    });

    test.each(['refuse', 'say nothing'])('MUST end within its bound although database and broker %s', async (how) => {
      const server = await world.startServer();
      const worker = await world.startWorker({ PORTICO_STOP_WITHIN: '4' });
      await worker.ready();
      await setFaults((await baseUrls(server)).values(), { latencyMs: 20_000 });
      await server.call('POST', '/api/v1/task-center/events', report(50, 4));
      await until('keys are under way', 10_000, async () =>
        (await worker.metric('portico_worker_keys_in_flight')) > 0 ? true : null,
      );
      for (const way of [world.toDatabase, world.toBroker]) {
        if (how === 'refuse') await way.cut();
        else way.silence();
      }
      const told = performance.now();
      await worker.stop('SIGTERM');
      expect(performance.now() - told).toBeLessThan(5_000);
    });

    test('MUST end at once when it is told to stop while it waits for the database', async () => {
      await world.toDatabase.cut();
      const worker = await world.startWorker({ PORTICO_SECRET_KEY: 'A'.repeat(43) });
      const told = performance.now();
      expect(await worker.stop('SIGTERM')).toBe(0);
      expect(performance.now() - told).toBeLessThan(3_000);
    });

    test('MUST end at once when it is told twice', async () => {
      const server = await world.startServer();
      const worker = await world.startWorker({ PORTICO_STOP_WITHIN: '60' });
      await worker.ready();
      await setFaults((await baseUrls(server)).values(), { latencyMs: 9_000 });
      await server.call('POST', '/api/v1/task-center/events', report(50, 5));
      await until('keys are under way', 10_000, async () =>
        (await worker.metric('portico_worker_keys_in_flight')) > 0 ? true : null,
      );
      const first = worker.stop('SIGTERM');
      await readiness(worker, 503);
      const told = performance.now();
      expect(await Promise.all([first, worker.stop('SIGTERM')])).toEqual([1, 1]);
      expect(performance.now() - told).toBeLessThan(2_000);
    });
  },
);
