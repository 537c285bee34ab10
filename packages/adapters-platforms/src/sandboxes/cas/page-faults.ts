import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** What an identity server can be told to do instead of answering as it should. */
export const pageFaults = [
  'slow',
  'status-500',
  'html',
  'gb18030',
  'huge',
  'redirect',
  'drop',
  'not-json',
  'wrong-namespace',
  'other-prefix',
  'dtd',
  'entity-bomb',
  'deep',
  'two-answers',
  'internal-error',
  'internal-error-once',
] as const;

export type PageFault = (typeof pageFaults)[number];

const slowMs = 60_000;
const hugeBytes = 200 * 1024 * 1024;
const chunk = Buffer.alloc(256 * 1024, '<a>');

/** GB18030 of 系统维护中 (the system is being maintained). */
const gb18030 = Buffer.from('cfb5cdb3ceacbba4d6d0', 'hex');

const sendHuge = async (response: ServerResponse): Promise<void> => {
  response.writeHead(200, { 'content-type': 'application/xml' });
  function* body(): Iterable<Buffer> {
    for (let sent = 0; sent < hugeBytes; sent += chunk.length) yield chunk;
  }
  // The other side may have had enough of it.
  await pipeline(body, response).catch(() => undefined);
};

/** Does what the fault says when it is one of transport; answers whether it did. */
export async function playTransportFault(
  fault: PageFault | null,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<boolean> {
  switch (fault) {
    case 'slow':
      await wait(slowMs, undefined, { signal, ref: false }).catch(() => undefined);
      response.destroy();
      return true;
    case 'status-500':
      response
        .writeHead(500, { 'content-type': 'text/html' })
        .end('<html><body><h1>HTTP Status 500</h1></body></html>');
      return true;
    case 'html':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!DOCTYPE html><html><body>维护中<br></body></html>');
      return true;
    case 'gb18030':
      response
        .writeHead(200, { 'content-type': 'text/html; charset=GB18030' })
        .end(Buffer.concat([Buffer.from('<html><body>'), gb18030, Buffer.from('</body></html>')]));
      return true;
    case 'huge':
      await sendHuge(response);
      return true;
    case 'redirect':
      response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
      return true;
    case 'drop':
      response.destroy();
      return true;
    default:
      return false;
  }
}
