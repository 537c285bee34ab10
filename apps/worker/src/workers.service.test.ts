import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineHistory, seeded, shuffled } from '../../server/src/testing/engine-history.ts';
import { until, type ServerProcess } from '../../server/src/testing/server-process.ts';
import { baseUrls, convergence, setFaults } from '../../server/src/testing/task-centers.ts';
import { openWorld, type World } from './testing/world.ts';
import type { WorkerProcess } from './testing/worker-process.ts';

const postgresUrl = process.env['PORTICO_TEST_POSTGRES_URL'];
const rabbitmqUrl = process.env['PORTICO_TEST_RABBITMQ_URL'];
const seed = 20_261_122;

describe.skipIf(postgresUrl === undefined || rabbitmqUrl === undefined)(
  'Workers beside a server that does no work',
  () => {
    let world: World;
    let server: ServerProcess;
    beforeEach(async () => {
      world = await openWorld(postgresUrl ?? '', rabbitmqUrl ?? '');
      server = await world.startServer();
    });
    afterEach(() => world.dispose());

    const report = async (count: number, run = 1): Promise<void> => {
      const events = shuffled(engineHistory(count, seed + run, Date.now() - 10 * 24 * 3_600_000), seeded(seed));
      for (let from = 0; from < events.length; from += 100) {
        const answer = await server.call('POST', '/api/v1/task-center/events', {
          events: events.slice(from, from + 100),
        });
        expect(answer).toMatchObject({ status: 202, body: { data: { ignored: [] } } });
      }
    };
    const slow = async (delayMs: number): Promise<void> =>
      setFaults((await baseUrls(server)).values(), { latencyMs: delayMs });
    const claimed = async (): Promise<number> =>
      (await world.query<{ n: number }>('select count(claim)::int n from work'))[0]?.n ?? -1;
    const someInFlight = (worker: WorkerProcess): Promise<true> =>
      until('keys are under way', 20_000, async () =>
        (await worker.metric('portico_worker_keys_in_flight')) > 0 ? true : null,
      );

    test('MUST bring every task center into step, share the work, and tell of it', async () => {
      const workers = await Promise.all([world.startWorker(), world.startWorker()]);
      await Promise.all(workers.map((worker) => worker.ready()));
      expect(workers[0]?.output()).toMatch(/store PostgreSQL, broker RabbitMQ, inbox on, .*lanes \*, health http/u);
      await report(300);
      await convergence(server, 60_000);
      for (const worker of workers) {
        expect(await worker.metric('portico_worker_attempts_total', 'outcome="done"')).toBeGreaterThan(0);
        expect(await worker.metric('portico_doorbell_heard_total')).toBeGreaterThan(0);
        expect(await worker.metric('portico_worker_attempt_duration_seconds_count')).toBeGreaterThan(0);
        expect(await worker.readiness()).toMatchObject({
          status: 200,
          body: {
            status: 'ready',
            checks: ['store', 'worker', 'progress', 'broker'].map((name) => ({ name, ok: true })),
          },
        });
        expect((await fetch(`${worker.healthUrl}/livez`)).status).toBe(200);
      }
      expect((await server.call('GET', '/readyz')).body.checks).toContainEqual({ name: 'broker', ok: true });
    });

    test('MUST take in what engines publish', async () => {
      const worker = await world.startWorker();
      await worker.ready();
      const [first, ...others] = engineHistory(20, seed, Date.now() - 24 * 3_600_000);
      await world.publish(first);
      await world.publish(others);
      await until('both messages are taken in', 20_000, async () =>
        (await worker.metric('portico_inbox_taken_total')) === 2 ? true : null,
      );
      await convergence(server, 30_000);
      expect((await server.call('GET', '/api/v1/task-center/todos')).body.data.items.length).toBeGreaterThan(0);
    });

    test('MUST serve the selected lanes only, and leave the others their whole concurrency', async () => {
      const rest = await world.startWorker({ PORTICO_WORKER_LANES: '*,!push/weaver-ofs' });
      await rest.ready();
      await report(60);
      const due = (): Promise<number> =>
        world
          .query<{ n: number }>(
            `select count(*)::int n from work join lane on lane.id = work.lane where name = 'push/weaver-ofs' and claim is null`,
          )
          .then(([row]) => row?.n ?? -1);
      await until('the other lanes are empty', 30_000, async () =>
        (await world.query<{ n: number }>('select count(distinct lane)::int n from work where parked is null'))[0]
          ?.n === 1
          ? true
          : null,
      );
      expect(await due()).toBeGreaterThan(0);
      expect(await rest.metric('portico_worker_keys_claimed_total', 'push/weaver-ofs')).toBe(0);
      expect((await rest.readiness()).status).toBe(200);

      await slow(2_000);
      const chosen = await world.startWorker({ PORTICO_WORKER_LANES: 'push/weaver-ofs' });
      await chosen.ready();
      const [lane] = await world.query<{ concurrency: number }>(
        `select (config->>'concurrency')::int concurrency from lane where name = 'push/weaver-ofs'`,
      );
      // Half of it would be its part if the other worker counted.
      await until('more than half of the concurrency is used', 20_000, async () =>
        (await chosen.metric('portico_worker_calls_under_way')) > (lane?.concurrency ?? Infinity) / 2 ? true : null,
      );
      await slow(0);
      await convergence(server, 60_000);
    });

    test('MUST end within the bound when told to, with nothing left claimed, and lose nothing', async () => {
      const worker = await world.startWorker({ PORTICO_STOP_WITHIN: '6' });
      await worker.ready();
      await slow(2_000);
      await report(100);
      await someInFlight(worker);
      const told = performance.now();
      expect(await worker.stop('SIGTERM')).toBe(0);
      expect(performance.now() - told).toBeLessThan(6_500);
      expect(await claimed()).toBe(0);
      expect(await world.query('select 1 from worker where revoked_at is null')).toEqual([]);
      expect(await world.query(`select 1 from attempt where outcome = 'interrupted'`)).toEqual([]);
      await slow(0);
      await (await world.startWorker()).ready();
      await convergence(server, 60_000);
    });

    test('MUST have its keys taken over within 30 s when it is killed, and lose nothing', async ({ annotate }) => {
      const lost = await world.startWorker();
      await lost.ready();
      const [session] = await world.query<{ id: number }>('select id::int from worker');
      const other = await world.startWorker();
      await other.ready();
      const held = async (): Promise<number> =>
        (await world.query<{ n: number }>(`select count(*)::int n from work where claimed_by = ${session?.id}`))[0]
          ?.n ?? -1;
      await slow(5_000);
      await report(200);
      await until('it holds keys', 20_000, async () => ((await held()) > 0 ? true : null));
      await lost.stop('SIGKILL');
      const killed = performance.now();
      expect(await held()).toBeGreaterThan(0);
      await slow(0);
      await until('its keys are taken over', 30_000, async () => ((await held()) === 0 ? true : null));
      const tookMs = Math.round(performance.now() - killed);
      expect(tookMs).toBeLessThan(30_000);
      await annotate(`taken over after ${tookMs} ms`);
      expect((await world.query(`select 1 from attempt where outcome = 'interrupted'`)).length).toBeGreaterThan(0);
      await convergence(server, 60_000);
      await until('nothing is claimed', 5_000, async () => ((await claimed()) === 0 ? true : null));
    });
  },
);
