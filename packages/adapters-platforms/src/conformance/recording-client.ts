import { storable } from '../http/exchange.ts';
import type { VendorClient } from '../http/vendor-client.ts';
import { samplePath } from './replay-client.ts';
import type { SampleExchange } from './samples.ts';

/** A client that sends at most so many requests, and keeps what was said. */
export interface RecordingClient extends VendorClient {
  readonly sent: number;
  /** A request was not sent because the limit was reached. */
  readonly exhausted: boolean;
  /**
   * Sends something whatever the limit says, with a limit of its own: what has been made must be taken away again.
   */
  cleaning<T>(most: number, send: () => Promise<T>): Promise<T>;
  /** What was said since it was last asked. */
  take(): readonly SampleExchange[];
}

const kept = new Set(['content-type', 'retry-after', 'location', 'x-ogw-ratelimit-reset']);

const jsonOr = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : text;
  } catch {
    return text;
  }
};

export const createRecordingClient = (client: VendorClient, base: URL, limit: number): RecordingClient => {
  let left = limit;
  let sent = 0;
  let exhausted = false;
  const exchanges: SampleExchange[] = [];
  return {
    get sent() {
      return sent;
    },
    get exhausted() {
      return exhausted;
    },
    cleaning: async (most, clean) => {
      const [limited, wasExhausted] = [left, exhausted];
      left = most;
      try {
        return await clean();
      } finally {
        left = limited;
        exhausted = wasExhausted;
      }
    },
    take: () => exchanges.splice(0),
    send: async (request, bound) => {
      if (left <= 0) {
        exhausted = true;
        return { kind: 'no-answer', sent: false, cause: 'aborted', message: 'the check has sent as much as it may' };
      }
      left -= 1;
      sent += 1;
      const reply = await client.send(request, bound);
      if (reply.kind === 'answer') {
        const hide = (text: string): string => storable(bound.redaction?.text(text) ?? text);
        exchanges.push({
          request: {
            method: request.method,
            path: hide(samplePath(base, request)),
            ...(request.body === null ? {} : { body: jsonOr(hide(request.body)) }),
          },
          response: {
            status: reply.status,
            headers: Object.fromEntries(Object.entries(reply.headers).filter(([name]) => kept.has(name))),
            body: jsonOr(hide(reply.text)),
          },
        });
      }
      return reply;
    },
  };
};
