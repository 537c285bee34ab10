import { once } from 'node:events';
import { createServer } from 'node:http';
import { serveCommands } from '../harness/serve-commands.ts';
import { wallClock } from '../harness/wall-clock.ts';

const answer = JSON.stringify({ syscode: 'bench', operType: 'AutoNew', operResult: '1', message: '' });
const answerHeaders = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) };

/** When each to-do came first, by the task's id, and how often it came. */
const arrivals = new Map<string, { at: number; times: number }>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const at = wallClock();
    response.writeHead(200, answerHeaders).end(answer);
    const { flowid } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { flowid: string };
    const known = arrivals.get(flowid);
    if (known === undefined) arrivals.set(flowid, { at, times: 1 });
    else known.times += 1;
  });
});
server.keepAliveTimeout = 60_000;

const commands = {
  listen: async (): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  },
  count: async (): Promise<number> => arrivals.size,
  take: async (): Promise<ReadonlyMap<string, { readonly at: number; readonly times: number }>> => {
    const taken = new Map(arrivals);
    arrivals.clear();
    return taken;
  },
};

export type TimingSinkCommands = typeof commands;

serveCommands(commands);
