import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { serveCommands } from '../harness/serve-commands.ts';

/** Reads the same body as JSON and answers in the same form, without looking at it and without keeping it. */
const app = new Hono().post('/api/v1/task-center/events', async (context) => {
  const body = await context.req.json<{ events?: readonly unknown[] }>();
  const accepted = body.events?.length ?? 1;
  const data = { accepted, duplicates: 0, ignored: [], todos: accepted };
  return context.json(
    { success: true, data, timestamp: new Date().toISOString(), requestId: crypto.randomUUID() },
    202,
  );
});

const server = createServer(getRequestListener(app.fetch));
server.keepAliveTimeout = 65_000;

const commands = {
  listen: async (): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  },
};

export type BareRouteCommands = typeof commands;

serveCommands(commands);
