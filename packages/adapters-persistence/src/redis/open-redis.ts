import { isIP } from 'node:net';
import { Redis as Client } from 'ioredis';
import { ResultAsync } from 'neverthrow';
import type { WorkLog } from '@portico/core/work';
import { createRedactor } from './redact.ts';
import { toRedisFailure } from './redis-failure.ts';
import type { Redis, RedisState } from './redis.ts';

export interface RedisOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://…` for TLS. */
  readonly url: string;
  readonly log: WorkLog;
  /** Told of every change of the status. */
  readonly onState?: (state: RedisState) => void;
  /** For one command; 1 s unless told otherwise. */
  readonly commandTimeoutMs?: number;
  /** For one try to connect; 5 s unless told otherwise. */
  readonly connectTimeoutMs?: number;
  /** Certificates to trust in place of those that Node trusts, as PEM. */
  readonly ca?: string;
}

const longestPauseMs = 5_000;
const closesWithinMs = 1_000;
/** A connection on which answers are owed and nothing comes is a dead one. */
const silentForMs = 10_000;

const pauseMs = (tries: number): number => {
  const whole = Math.min(longestPauseMs, 50 * 2 ** Math.min(tries, 20));
  return whole / 2 + (Math.random() * whole) / 2;
};

const parseUrl = (text: string): URL => {
  const url = URL.parse(text);
  // Without the text: it may hold a password.
  if (url === null || !/^rediss?:$/u.test(url.protocol) || url.hostname === '')
    throw new TypeError('The address of Redis must be like redis://user:password@host:6379/0');
  return url;
};

const tlsOf = ({ protocol, hostname }: URL, ca: string | undefined) => {
  if (protocol !== 'rediss:') return {};
  const host = hostname.replace(/^\[|\]$/gu, '');
  return { tls: { ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) } };
};

/**
 * Connects to a Redis server, 7 or newer, and again for ever. A server that is away is not an error: whoever uses it gets
 * `STORE_UNAVAILABLE` and does without. Throws only when the address is none.
 */
export const openRedis = ({ url, log, onState, ...options }: RedisOptions): Redis => {
  const address = parseUrl(url);
  const redact = createRedactor(address);
  let status: RedisState['status'] = 'connecting';
  let since = Date.now();
  let lastError: string | null = null;
  /** The present outage has been spoken of. */
  let said = false;
  let waiters: (() => void)[] = [];

  const client = new Client(url, {
    ...tlsOf(address, options.ca),
    connectionName: 'portico',
    protocol: 2,
    commandTimeout: options.commandTimeoutMs ?? 1_000,
    connectTimeout: options.connectTimeoutMs ?? 5_000,
    socketTimeout: silentForMs,
    retryStrategy: pauseMs,
    // Nothing waits for a connection, and nothing is sent twice: whether it took effect cannot be known.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A replica that has been its master's heir no longer takes writes: the address leads to the new master.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });

  const state = (): RedisState => ({ status, since, lastError });
  const enter = (next: RedisState['status']): void => {
    if (status === next || status === 'closed') return;
    status = next;
    since = Date.now();
    onState?.(state());
    const woken = waiters;
    waiters = [];
    for (const resolve of woken) resolve();
  };
  client.on('ready', () => {
    said = false;
    log('info', 'Connected to Redis.', {});
    enter('connected');
  });
  const failed = (error: unknown): void => {
    lastError = toRedisFailure(error, redact).message;
    if (said || status === 'closed') return;
    said = true;
    log('warn', 'There is no connection to Redis; it is tried again for ever.', { reason: lastError });
  };
  client.on('error', failed);
  client.on('close', () => {
    if (status === 'connected') failed(new Error('The server closed the connection.'));
    enter('connecting');
  });

  return {
    state,
    connectedWithin: async (ms) => {
      if (status !== 'connecting') return status === 'connected';
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => void waiters.push(resolve)),
        new Promise<void>((resolve) => void (timer = setTimeout(resolve, ms))),
      ]);
      clearTimeout(timer);
      return state().status === 'connected';
    },
    run: (commands) =>
      ResultAsync.fromPromise((async () => commands(client))(), (error) => toRedisFailure(error, redact)),
    close: async (withinMs = closesWithinMs) => {
      if (status === 'closed') return;
      const wasConnected = status === 'connected';
      enter('closed');
      let timer: NodeJS.Timeout | undefined;
      if (wasConnected)
        await Promise.race([
          client.quit().catch(() => {}),
          new Promise<void>((resolve) => void (timer = setTimeout(resolve, withinMs))),
        ]);
      clearTimeout(timer);
      client.disconnect();
    },
  };
};
