import { connect, type Channel, type ChannelModel, type SocketOptions } from 'amqplib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkLog } from '@portico/core/work';
import { backoffMs } from './backoff.ts';
import { inWords } from './redact.ts';
import { settlesWithin } from './settles-within.ts';
import {
  tendChannel,
  type ChannelRole,
  type ChannelTender,
  type ChannelTrouble,
  type TendedChannel,
} from './tended-channel.ts';

export interface LinkOptions {
  readonly url: URL;
  /** What the broker shows of this connection. */
  readonly name: string;
  readonly heartbeatSeconds: number;
  readonly connectTimeoutMs: number;
  readonly log: WorkLog;
  readonly redact: (text: string) => string;
  /** Told whenever the state has changed. */
  readonly changed: () => void;
}

export interface LinkState {
  /** `idle` until the first channel is asked for. */
  readonly status: 'idle' | 'connecting' | 'connected' | 'closed';
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly lastError: string | null;
  /** Why the broker takes nothing at present; null when it does. */
  readonly blocked: string | null;
  readonly troubles: readonly ChannelTrouble[];
}

/** One connection to a broker that is made again whenever it breaks, with its channels. */
export interface Link {
  start(): void;
  tend<C extends Channel>(role: ChannelRole<C>): TendedChannel;
  state(): LinkState;
  /** Hears when the broker blocks or unblocks, until the answer is called. */
  onBlocked(heard: () => void): () => void;
  /** Closes it within this time, politely when the broker answers. */
  close(withinMs: number): Promise<void>;
}

/** A connection that lived this long was sound. */
const soundAfterMs = 10_000;

export const createLink = ({ log, redact, changed, ...options }: LinkOptions): Link => {
  const tenders = new Set<ChannelTender>();
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let running: Promise<void> | null = null;
  let connection: ChannelModel | null = null;
  let status: LinkState['status'] = 'idle';
  let since = Date.now();
  let lastError: string | null = null;
  let blocked: string | null = null;
  /** The life of the present socket, or of the next. */
  let life = new AbortController();
  /** What was said of the present outage. */
  let said: string | null = null;

  const enter = (next: LinkState['status']): void => {
    if (status === next) return;
    status = next;
    since = Date.now();
    changed();
  };
  const block = (reason: string | null): void => {
    blocked = reason;
    if (reason !== null) log('warn', 'RabbitMQ takes no messages at present.', { connection: options.name, reason });
    for (const heard of listeners) heard();
    changed();
  };
  const failed = (error: unknown): void => {
    const reason = redact(inWords(error));
    lastError = reason;
    if (reason === said) return;
    said = reason;
    log('warn', 'There is no connection to RabbitMQ; it is tried again for ever.', {
      connection: options.name,
      reason,
    });
    changed();
  };

  const address = new URL(options.url);
  address.searchParams.set('heartbeat', String(options.heartbeatSeconds));

  /** Rejects when there is no connection within the time-out. The end of its `life` destroys the socket, whatever it still holds. */
  const open = async (): Promise<ChannelModel> => {
    const { signal } = life;
    const late = setTimeout(() => life.abort(), options.connectTimeoutMs);
    try {
      // Sockets take a signal, by which alone one that never connects can be ended.
      const socket: SocketOptions & { readonly signal: AbortSignal } = {
        noDelay: true,
        keepAlive: true,
        signal,
        clientProperties: { connection_name: options.name },
      };
      return await connect(address.href, socket);
    } catch (error) {
      if (signal.aborted) throw new Error(`no connection within ${options.connectTimeoutMs} ms`, { cause: error });
      // The client drops what the broker says of it.
      if (!inWords(error).includes('OpenOk; got <ConnectionClose')) throw error;
      const host = decodeURIComponent(address.pathname.slice(1)) || '/';
      throw new Error(`the virtual host ${host} does not exist, or is not for this user`, { cause: error });
    } finally {
      clearTimeout(late);
    }
  };

  /** Lives with one connection until it is gone. */
  const liveWith = async (model: ChannelModel): Promise<void> => {
    connection = model;
    said = null;
    const gone = new Promise<void>((resolve) => {
      model.on('error', failed);
      model.on('close', (error) => {
        if (error !== undefined && !closing.signal.aborted) failed(error);
        resolve();
      });
    });
    model.on('blocked', block);
    model.on('unblocked', () => block(null));
    log('info', 'Connected to RabbitMQ.', { connection: options.name });
    enter('connected');
    for (const tender of tenders) tender.connected(model);
    await gone;
    connection = null;
    for (const tender of tenders) tender.disconnected();
    if (blocked !== null) block(null);
  };

  const run = async (): Promise<void> => {
    let tries = 0;
    while (!closing.signal.aborted) {
      enter('connecting');
      life = new AbortController();
      try {
        const model = await open();
        if (closing.signal.aborted) break;
        const begun = performance.now();
        await liveWith(model);
        if (performance.now() - begun > soundAfterMs) tries = 0;
      } catch (error) {
        if (!closing.signal.aborted) failed(error);
      } finally {
        life.abort();
      }
      await sleep(backoffMs(tries), undefined, { signal: closing.signal }).catch(() => {});
      tries += 1;
    }
    enter('closed');
  };

  const start = (): void => void (running ??= run());
  return {
    start,
    tend: (role) => {
      start();
      const tender = tendChannel(role, { log, redact, changed });
      tenders.add(tender);
      if (connection !== null) tender.connected(connection);
      return {
        renew: tender.renew,
        retire: () => {
          tenders.delete(tender);
          return tender.retire();
        },
      };
    },
    state: () => ({
      status,
      since,
      lastError,
      blocked,
      troubles: [...tenders].flatMap((tender) => tender.trouble() ?? []),
    }),
    onBlocked: (heard) => {
      const listener = (): void => heard();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async (withinMs) => {
      closing.abort();
      for (const tender of tenders) tender.disconnected();
      if (connection === null) life.abort();
      const polite = Promise.all([connection?.close().catch(() => {}), running]);
      if (await settlesWithin(polite, withinMs)) return;
      life.abort();
      await running;
    },
  };
};
