import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireEntry } from './wire-entry.ts';

interface Started {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const vendorsId = /"(?:taskId|id)":"([0-9a-f]{24})"/gu;

/**
 * Tells of every request to any HTTP server of this process once it is over, beside whoever serves it. Calls that look into a sandbox
 * are left out.
 */
export const recordWire = (write: (entry: WireEntry) => void): void => {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Started;
    const path = request.url ?? '/';
    const platform = path.split('/', 2)[1] ?? '';
    if (path.startsWith(`/${platform}/_sandbox`)) return;
    const at = Date.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    let answer = '';
    const end = response.end;
    response.end = function (this: ServerResponse, ...given: unknown[]) {
      if (typeof given[0] === 'string') answer = given[0];
      return Reflect.apply(end, this, given) as ServerResponse;
    };
    response.once('close', () =>
      write({
        at,
        platform,
        path,
        body: Buffer.concat(chunks).toString(),
        status: response.writableFinished ? response.statusCode : null,
        told: [...answer.matchAll(vendorsId)].map(([, id = '']) => id),
      }),
    );
  });
};
