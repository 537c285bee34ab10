import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { createConsoleBed, type ConsoleBed } from './console-bed.ts';

/** The console over fakes, on a free port of this machine. */
export const serveConsole = async (
  change: Omit<Parameters<typeof createConsoleBed>[0] & object, 'publicUrl'> = {},
): Promise<{ readonly bed: ConsoleBed; readonly url: string; close(): Promise<void> }> => {
  let url = '';
  const bed = createConsoleBed({ ...change, publicUrl: () => url });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: bed.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    bed,
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
