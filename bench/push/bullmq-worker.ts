import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker, type ConnectionOptions } from 'bullmq';
import { Agent, request } from 'undici';
import { serveCommands } from '../harness/serve-commands.ts';
import { measureShare, type PushCommands, type PushSetup, type SamplePost } from './push-commands.ts';

const addedAtOnce = 1_000;
const lookEveryMs = 2;

/** Redis, or PostgreSQL through BullMQ's own adapter, by the address. */
const connectionTo = (storeUrl: string): ConnectionOptions => {
  if (!storeUrl.startsWith('postgres')) return { url: storeUrl };
  setDefaultBackendFactory(createPostgresBackend);
  // The types know of Redis alone unless each queue is given its adapter.
  return { connectionString: storeUrl, max: 10, migrate: true } as ConnectionOptions;
};

let setup: PushSetup;
let dispatcher: Agent;
let queue: Queue<SamplePost, void>;
let queueName: string;
let worker: Worker<SamplePost, void> | null = null;
let delivered = 0;

const deliver = async ({ path, headers, body: sent }: SamplePost): Promise<void> => {
  const { statusCode, body } = await request(`${setup.sinkUrl}${path}`, {
    method: 'POST',
    headers,
    body: sent,
    dispatcher,
  });
  await body.text();
  if (statusCode !== 200) throw new Error(`a POST was answered ${statusCode}`);
};

const makeWorker = async (): Promise<Worker<SamplePost, void>> => {
  const made = new Worker<SamplePost, void>(
    queueName,
    async ({ data }) => {
      await deliver(data);
      delivered += 1;
    },
    {
      connection: connectionTo(setup.storeUrl),
      concurrency: setup.concurrency,
      autorun: false,
      removeOnComplete: { count: 0 },
    },
  );
  await made.waitUntilReady();
  return made;
};

/** Resolves once nothing waits in the queue and nothing is under way anywhere; asks Redis only after the worker has found it empty. */
const drained = async (working: Worker): Promise<void> => {
  await new Promise<void>((resolve) => void working.once('drained', () => resolve()));
  for (;;) {
    const { waiting, active } = await queue.getJobCounts('waiting', 'active');
    if (waiting === 0 && active === 0) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};

const completed = (working: Worker, count: number): Promise<void> =>
  new Promise((resolve) => {
    let seen = 0;
    working.on('completed', () => {
      seen += 1;
      if (seen === count) resolve();
    });
  });

const failed = (working: Worker): Promise<never> =>
  new Promise((_, reject) => {
    working.on('failed', (_job, error) => reject(error));
    working.on('error', reject);
  });

const commands: PushCommands = {
  open: async (given) => {
    setup = given;
    queueName = `push-${given.processes}`;
    dispatcher = new Agent({ connections: given.concurrency, pipelining: 1 });
    queue = new Queue(queueName, { connection: connectionTo(given.storeUrl) });
  },
  prepare: async (count) => {
    const { samples } = setup;
    for (let from = 0; from < count; from += addedAtOnce) {
      await queue.addBulk(
        Array.from({ length: Math.min(addedAtOnce, count - from) }, (_, index) => ({
          name: 'post',
          data: samples[(from + index) % samples.length] as SamplePost,
          opts: { removeOnComplete: true, removeOnFail: false, attempts: 3 },
        })),
      );
    }
  },
  ready: async () => {
    // The last run's is closed only now, so that its connections could still be asked what they had cost.
    await worker?.close();
    worker = await makeWorker();
  },
  deliver: async (count) => {
    const working = worker;
    if (working === null) throw new Error('there is no worker');
    delivered = 0;
    return measureShare(async () => {
      // Alone it can count; with others it has to ask.
      const end = setup.processes === 1 ? completed(working, count) : drained(working);
      working.run().catch(() => {});
      await Promise.race([end, failed(working)]);
      return delivered;
    });
  },
};

serveCommands(commands, async () => {
  await worker?.close();
  await queue?.close();
});
