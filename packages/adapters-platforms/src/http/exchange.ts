import type { Exchange } from '@portico/core/work';
import type { Redaction } from './redaction.ts';
import type { NoAnswer, VendorAnswer, VendorRequest } from './vendor-client.ts';

/** Characters of a body that are kept. */
export const maxKeptBody = 20_000;

/** A text that every store takes: no NUL, no half characters, bounded. */
export const storable = (text: string, length: number = maxKeptBody): string => {
  const bounded = text.length > length ? text.slice(0, length) : text;
  return (bounded.includes('\u0000') ? bounded.replaceAll('\u0000', '') : bounded).toWellFormed();
};

/** A body as it is kept. What is far beyond the cut is dropped first: hiding secrets in a megabyte nobody sees costs too much. */
const storableBody = (text: string, redaction: Redaction): string =>
  storable(redaction.text(text.slice(0, 2 * maxKeptBody)));

const storableHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .slice(0, 50)
      .map(([name, value]) => [storable(name, 200), storable(value, 1_000)]),
  );

export interface Timing {
  readonly atMs: number;
  readonly durationMs: number;
}

/** What is kept of one request and its answer. Secrets are hidden before bodies are cut, so that none is cut into something unknown. */
export const recordExchange = (
  purpose: Exchange['purpose'],
  timing: Timing,
  request: VendorRequest,
  reply: VendorAnswer | NoAnswer,
  redaction: Redaction,
): Exchange => ({
  purpose,
  atMs: Math.round(timing.atMs),
  durationMs: Math.round(timing.durationMs),
  request: {
    method: request.method,
    url: storable(redaction.text(request.url.href), 4_000),
    headers: storableHeaders(redaction.headers(request.headers)),
    body: storableBody(request.body ?? '', redaction),
  },
  response:
    reply.kind === 'answer'
      ? {
          status: reply.status,
          headers: storableHeaders(redaction.headers(reply.headers)),
          body: storableBody(reply.text, redaction),
        }
      : null,
  error: reply.kind === 'answer' ? null : storable(redaction.text(reply.message), 1_000),
});
