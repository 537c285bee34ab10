import { once } from 'node:events';
import { createServer } from 'node:http';
import { serveCommands } from '../harness/serve-commands.ts';

const slowAfterMs = 5_000;
const answer = '{"ok":true}';
const answerHeaders = { 'Content-Type': 'application/json', 'Content-Length': answer.length };

let healthy = 0;

/** `/healthy/…` answers at once, `/slow` after five seconds, `/throttled` with 429 and a second to wait. */
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const path = request.url ?? '/';
    if (path.startsWith('/healthy/')) {
      healthy += 1;
      response.writeHead(200, answerHeaders).end(answer);
    } else if (path === '/slow') setTimeout(() => response.writeHead(200, answerHeaders).end(answer), slowAfterMs);
    else response.writeHead(429, { 'Retry-After': '1', 'Content-Length': 0 }).end();
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
  healthy: async (): Promise<number> => healthy,
};

export type TroubleSinkCommands = typeof commands;

serveCommands(commands);
