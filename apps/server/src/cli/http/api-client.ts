import { randomUUID } from 'node:crypto';
import { exitCodes } from '../exit-codes.ts';
import { Failure, misused } from '../failure.ts';
import type { Language } from '../language.ts';
import { at, listAt } from '../read-path.ts';
import type { Terminal } from '../terminal.ts';
import type { Connection } from './connection.ts';
import { failureOf } from './failure-of.ts';
import { reachFailure } from './reach-failure.ts';

export type Query = Readonly<Record<string, string | number | null>>;

export interface SendOptions {
  /** Null: one of its own for every request. */
  readonly idempotencyKey?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Doing it twice is as good as once, so it may be sent again when the answer was lost. */
  readonly repeatable?: boolean;
}

/** A body that is no JSON. */
export class RawBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;

  constructor(contentType: string, bytes: Uint8Array) {
    this.contentType = contentType;
    this.bytes = bytes;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** The API of a server. Every method throws a `Failure`, with the exit code that fits. */
export interface ApiClient {
  readonly url: string;
  /** `data` of what is at a path below `/api/v1`. */
  get(path: string, query?: Query): Promise<unknown>;
  /** A list page by page, to its end or `limit` items. */
  pages(path: string, query: Query, limit: number | null): AsyncGenerator<readonly unknown[]>;
  /** Sends something and answers its `data`. */
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: SendOptions,
  ): Promise<unknown>;
  /** A file below `/api/v1`, as it arrives; only its beginning has to come in time. */
  download(path: string): AsyncGenerator<Uint8Array>;
  /** Whatever is at a path of the server, whatever its status. */
  look(path: string): Promise<Answer>;
}

export interface ApiClientDependencies {
  readonly connection: Connection;
  readonly language: Language;
  readonly timeoutMs: number;
  readonly terminal: Pick<Terminal, 'fetch' | 'signal' | 'pause'>;
}

const tries = 4;
const longestPauseMs = 30_000;
const largestPage = 200;
const passing = new Set([429, 502, 503, 504]);

const pauseFor = (headers: Headers | null, attempt: number): number => {
  const asked = Number(headers?.get('Retry-After') ?? Number.NaN);
  return Math.min(longestPauseMs, Number.isFinite(asked) ? Math.max(0, asked) * 1_000 : 250 * 2 ** attempt);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A path segment of the API: an id as people write it. */
export const segment = (id: string): string => {
  if (id === '' || id === '.' || id === '..') throw misused(`"${id}" is no id`);
  return encodeURIComponent(id);
};

export const createApiClient = ({ connection, language, timeoutMs, terminal }: ApiClientDependencies): ApiClient => {
  const { url, key } = connection;
  const once = async (target: string, init: RequestInit): Promise<Answer> => {
    const patience = AbortSignal.timeout(timeoutMs);
    try {
      // A redirect would carry the key to wherever it leads.
      const signal = AbortSignal.any([terminal.signal, patience]);
      const response = await terminal.fetch(target, { ...init, redirect: 'manual', signal });
      return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
    } catch (error) {
      throw reachFailure(error, { url, timeoutMs, late: patience.aborted, stopped: terminal.signal.aborted });
    }
  };
  const request = async (target: string, init: RequestInit, repeatable: boolean): Promise<Answer> => {
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt === tries - 1;
      let headers: Headers | null = null;
      try {
        const answer = await once(target, init);
        // 429 says that nothing was done, so it can be sent again whatever it is.
        const again = answer.status === 429 || (repeatable && passing.has(answer.status));
        if (last || !again) return answer;
        headers = answer.headers;
      } catch (error) {
        const lost = error instanceof Failure && error.exitCode === exitCodes.unreachable;
        if (last || !lost || !repeatable) throw error;
      }
      await terminal.pause(pauseFor(headers, attempt), terminal.signal);
    }
  };
  const common = {
    Accept: 'application/json',
    'Accept-Language': language,
    ...(key === null ? {} : { 'X-API-Key': key }),
  };
  const dataOf = (answer: Answer): unknown => {
    if (answer.status >= 200 && answer.status < 300 && at(answer.body, 'success') === true)
      return at(answer.body, 'data');
    throw failureOf(answer, connection);
  };
  const get = async (path: string, query: Query = {}): Promise<unknown> => {
    const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name, String(value)]],
    );
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
    return dataOf(await request(`${url}/api/v1${path}${search}`, { headers: common }, true));
  };
  return {
    url,
    get,
    pages: async function* (path, query, limit) {
      let cursor: string | null = null;
      let left = limit ?? Number.POSITIVE_INFINITY;
      while (left > 0) {
        const size = Math.min(largestPage, left);
        const page: unknown = await get(path, { ...query, limit: size, ...(cursor === null ? {} : { cursor }) });
        const items = listAt(page, 'items').slice(0, left);
        yield items;
        left -= items.length;
        const next = at(page, 'nextCursor');
        // A page that leads to itself would never end.
        if (typeof next !== 'string' || next === cursor) return;
        cursor = next;
      }
    },
    send: async (method, path, body, options = {}) => {
      const raw = body instanceof RawBody;
      const headers = {
        ...common,
        ...(body === undefined ? {} : { 'Content-Type': raw ? body.contentType : 'application/json' }),
        ...(method === 'POST' ? { 'Idempotency-Key': options.idempotencyKey ?? randomUUID() } : {}),
        ...options.headers,
      };
      const sent = body === undefined ? {} : { body: raw ? Buffer.from(body.bytes) : JSON.stringify(body) };
      const init = { method, headers, ...sent };
      return dataOf(await request(`${url}/api/v1${path}`, init, options.repeatable ?? false));
    },
    download: async function* (path) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), timeoutMs);
      const signal = AbortSignal.any([terminal.signal, late.signal]);
      try {
        const response = await terminal.fetch(`${url}/api/v1${path}`, { headers: common, redirect: 'manual', signal });
        clearTimeout(timer);
        if (response.status !== 200)
          throw failureOf(
            { status: response.status, headers: response.headers, body: parsed(await response.text()) },
            connection,
          );
        if (response.body !== null) yield* response.body;
      } catch (error) {
        if (error instanceof Failure) throw error;
        throw reachFailure(error, { url, timeoutMs, late: late.signal.aborted, stopped: terminal.signal.aborted });
      } finally {
        clearTimeout(timer);
      }
    },
    look: (path) => request(`${url}${path}`, { headers: { Accept: 'application/json' } }, false),
  };
};
