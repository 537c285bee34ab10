import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Inconvenience } from '../inconvenience.ts';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new connections, lets requests under way end for at most `boundMs`, then breaks them. */
  close(boundMs: number): Promise<void>;
}

/** Waits this long for a port whose holder is just ending. */
const patienceMs = 3_000;

const bind = async (server: Server, port: number, host: string): Promise<NodeJS.ErrnoException | null> => {
  server.listen(port, host);
  try {
    await once(server, 'listening');
    return null;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
};

/** The settings that a person changes when an address cannot be had. */
interface AddressSettings {
  readonly port: string;
  readonly host: string;
}

const explain = (
  error: NodeJS.ErrnoException,
  port: number,
  host: string,
  settings: AddressSettings,
): Inconvenience => {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Inconvenience(
        `port ${port} of ${host} is taken by another program. Stop it, or set ${settings.port}.`,
      );
    case 'EACCES':
      return new Inconvenience(
        `port ${port} of ${host} needs rights that this user does not have. Set ${settings.port}.`,
      );
    default:
      return new Inconvenience(
        `cannot listen on ${host}:${port} (${error.code ?? error.message}). Check ${settings.host} and ${settings.port}.`,
      );
  }
};

/** Serves `fetch` over HTTP, with bounds on headers and time. */
export const listen = async (
  fetch: (request: Request, env: never) => Response | Promise<Response>,
  port: number,
  host: string,
  settings: AddressSettings = { port: 'PORTICO_PORT', host: 'PORTICO_HOST' },
): Promise<Listening> => {
  const server = createServer(
    {
      requestTimeout: 60_000,
      headersTimeout: 15_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 5_000,
    },
    getRequestListener(fetch as Parameters<typeof getRequestListener>[0]),
  );
  server.maxHeadersCount = 100;
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const error = await bind(server, port, host);
    if (error === null) break;
    if (error.code !== 'EADDRINUSE' || performance.now() > deadline) throw explain(error, port, host, settings);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async (boundMs) => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), boundMs);
      await closed;
      clearTimeout(late);
    },
  };
};
