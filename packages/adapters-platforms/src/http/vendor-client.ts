import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { addressRefused } from './guarded-agent.ts';
import type { Redaction } from './redaction.ts';

/** Bytes of an answer that are taken; more is no answer. */
export const maxAnswerBytes = 1_048_576;

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface VendorAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Names in lower case; the last of several values. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** No complete answer. `sent`: bytes may have reached the vendor, so it may have acted. */
export interface NoAnswer {
  readonly kind: 'no-answer';
  readonly sent: boolean;
  /** Time ran out, we were asked to stop, or the address may not be called, as opposed to a broken connection. */
  readonly cause: 'timeout' | 'aborted' | 'connection' | 'forbidden' | 'oversize';
  readonly message: string;
}

/** How long a request may take, and what must not be shown of it. */
export interface SendBound {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly redaction?: Redaction;
}

export interface VendorClient {
  /** One request, no redirects, no repetition. Never rejects. */
  send(request: VendorRequest, bound: SendBound): Promise<VendorAnswer | NoAnswer>;
}

/** Keep-alive connections, separate for each origin; idle ones close by themselves and keep no process alive. */
export const createVendorAgent = (): Dispatcher =>
  new Agent({
    connections: 128,
    pipelining: 1,
    connect: { timeout: 5_000 },
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
  });

const lastValue = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value?.at(-1) ?? '');

const charsetOf = (contentType: string | undefined): string =>
  /charset\s*=\s*"?([\w-]{1,40})/iu.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8';

const decode = (bytes: Buffer, contentType: string | undefined): string => {
  const charset = charsetOf(contentType);
  if (charset === 'utf-8' || charset === 'utf8') return bytes.toString('utf8');
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
};

const describe = (error: Error): string => {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && !error.message.includes(code) ? `${code}: ${error.message}` : error.message;
};

/** A client that tells exactly whether a request may have left: once a connection has taken it, it may have. */
export const createVendorClient = (dispatcher: Dispatcher): VendorClient => ({
  send: (request, { timeoutMs, signal }) =>
    new Promise((resolve) => {
      let sent = false;
      let settled = false;
      let controller: Dispatcher.DispatchController | null = null;
      let status = 0;
      let headers: Record<string, string> = {};
      let length = 0;
      const chunks: Buffer[] = [];

      const settle = (reply: VendorAnswer | NoAnswer): void => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        resolve(reply);
      };
      const giveUp = (cause: NoAnswer['cause'], message: string): void => {
        settle({ kind: 'no-answer', sent, cause, message });
        controller?.abort(new Error(message));
      };
      const stop = (): void => giveUp('aborted', 'stopped');
      const timer = setTimeout(
        () => giveUp('timeout', `no answer within ${Math.round(timeoutMs)} ms`),
        Math.max(1, timeoutMs),
      );
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });

      const { url } = request;
      try {
        dispatcher.dispatch(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method: request.method,
            headers: request.headers,
            body: request.body,
            // Ours is exact and counts from the beginning; these would only fire beside it.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          {
            onRequestStart(started) {
              controller = started;
              // Settled while it waited for a connection: aborting here means that nothing is written.
              if (settled) started.abort(new Error('given up before it was sent'));
              else sent = true;
            },
            onResponseStart(_started, code, received) {
              status = code;
              headers = Object.fromEntries(
                Object.entries(received).map(([name, value]) => [name.toLowerCase(), lastValue(value)]),
              );
            },
            onResponseData(_started, chunk) {
              length += chunk.length;
              if (length > maxAnswerBytes) giveUp('oversize', `the answer is longer than ${maxAnswerBytes} bytes`);
              else chunks.push(chunk);
            },
            onResponseEnd() {
              settle({ kind: 'answer', status, headers, text: decode(Buffer.concat(chunks), headers['content-type']) });
            },
            onResponseError(_started, error) {
              const cause = (error as { code?: unknown }).code === addressRefused ? 'forbidden' : 'connection';
              settle({ kind: 'no-answer', sent, cause, message: describe(error) });
            },
          },
        );
      } catch (error) {
        settle({
          kind: 'no-answer',
          sent,
          cause: 'connection',
          message: error instanceof Error ? describe(error) : String(error),
        });
      }
    }),
});
