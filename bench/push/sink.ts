import { once } from 'node:events';
import { createServer } from 'node:http';
import { serveCommands } from '../harness/serve-commands.ts';
import type { SamplePost } from './push-commands.ts';

/** What the platform says to a to-do that it took. */
const answer = JSON.stringify({
  syscode: 'bench',
  dataType: 'ReceiveRequestInfo',
  operType: 'AutoNew',
  operResult: '1',
  message: '',
});
const answerHeaders = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(answer) };
/** What a client sets by itself. */
const ownHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

let received = 0;
let receivedBytes = 0;
let keep = 0;
let kept: SamplePost[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received += 1;
    for (const chunk of chunks) receivedBytes += chunk.length;
    if (kept.length < keep) {
      const headers = Object.entries(request.headers).filter(([name]) => !ownHeaders.has(name));
      kept.push({
        path: request.url ?? '/',
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: Buffer.concat(chunks).toString('utf8'),
      });
    }
    response.writeHead(200, answerHeaders).end(answer);
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
  /** Keeps the next so many requests. */
  keep: async (count: number): Promise<void> => {
    keep = count;
    kept = [];
  },
  kept: async (): Promise<readonly SamplePost[]> => kept,
  /** How many requests came so far, their bodies' bytes, and the processor time since the start in microseconds. */
  totals: async () => {
    const { user, system } = process.cpuUsage();
    return { received, receivedBytes, cpuMicros: user + system };
  },
};

export type SinkCommands = typeof commands;

serveCommands(commands);
