import { createWorkflowSchemas, receiveEvents } from '@portico/core/workflow';
import { createEventMaker } from '../harness/events.ts';
import { must } from '../harness/must.ts';
import { openApplication, type OpenApplication } from '../harness/open-application.ts';
import { serveCommands } from '../harness/serve-commands.ts';
import { measureShare, type PushCommands } from './push-commands.ts';

const schemas = createWorkflowSchemas('Asia/Shanghai');
const makeEvents = createEventMaker(Date.now);
const acceptedAtOnce = 500;
const stopWithinMs = 5_000;

let portico: OpenApplication;
let tenant: string;

const connect = async (sinkUrl: string, concurrency: number): Promise<void> => {
  const { taskCenter } = portico.application;
  const settings = { syscode: 'bench' };
  must(
    await taskCenter.createPlatform(tenant, {
      code: 'ofs',
      kind: 'weaver-ofs',
      baseUrl: sinkUrl,
      settings,
      concurrency,
    }),
  );
  // A new platform is swept; over now, it does not get between the deliveries.
  const sweeper = portico.application.createWorker();
  must(await sweeper.start());
  await sweeper.idle();
  await sweeper.stop(stopWithinMs);
};

const commands: PushCommands = {
  open: async ({ storeUrl, sinkUrl, concurrency, processes, first }) => {
    portico = await openApplication(storeUrl);
    tenant = `push-${processes}`;
    if (first) await connect(sinkUrl, concurrency * processes);
  },
  prepare: async (count) => {
    for (let from = 0; from < count; from += acceptedAtOnce) {
      const events = makeEvents(Math.min(acceptedAtOnce, count - from));
      const report = must(await receiveEvents(portico.application.workflow, schemas, tenant, events));
      if (report.todos !== events.length) throw new Error(`not all accepted: ${JSON.stringify(report)}`);
    }
  },
  ready: async () => {},
  deliver: async () => {
    const worker = portico.application.createWorker();
    const share = await measureShare(async () => {
      must(await worker.start());
      await worker.idle();
      return worker.stats().settled;
    });
    await worker.stop(stopWithinMs);
    return share;
  },
};

serveCommands(commands, () => portico?.close());
