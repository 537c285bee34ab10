import type { Channel, ChannelModel } from 'amqplib';
import { setImmediate } from 'node:timers/promises';
import type { WorkLog } from '@portico/core/work';
import { backoffMs } from './backoff.ts';
import { inWords } from './redact.ts';

/** What a channel is for. */
export interface ChannelRole<C extends Channel> {
  readonly name: string;
  readonly open: (connection: ChannelModel) => Promise<C>;
  /** Declares what the channel needs and begins; when it rejects, the channel is given up for a new one. */
  readonly setUp: (channel: C) => Promise<void>;
}

/** Why a channel is not there although the broker is. */
export interface ChannelTrouble {
  readonly channel: string;
  readonly error: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** A channel that is opened again whenever it is lost. */
export interface TendedChannel {
  /** Gives the present channel up for a new one, after a pause. */
  renew(because: string): void;
  /** Ends it; what was delivered and not acknowledged goes back to its queue. */
  retire(): Promise<void>;
}

/** What a connection tells those who tend its channels. */
export interface ChannelTender extends TendedChannel {
  connected(connection: ChannelModel): void;
  disconnected(): void;
  trouble(): ChannelTrouble | null;
}

export interface TenderDependencies {
  readonly log: WorkLog;
  readonly redact: (text: string) => string;
  /** Told when `trouble` has changed. */
  readonly changed: () => void;
}

/** A channel that lived this long was sound. */
const soundAfterMs = 10_000;
/** Refused set-ups (other arguments, no permission) are for people to mend. */
const refusedCapMs = 30_000;

export const tendChannel = <C extends Channel>(
  role: ChannelRole<C>,
  { log, redact, changed }: TenderDependencies,
): ChannelTender => {
  let connection: ChannelModel | null = null;
  let channel: C | null = null;
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let trouble: ChannelTrouble | null = null;
  let retired = false;
  let openedAt = 0;

  const retry = (error: string, capMs?: number): void => {
    if (retired || connection === null) return;
    if (trouble?.error !== error) {
      log('warn', 'A channel to RabbitMQ was lost or refused; it is opened again.', { channel: role.name, error });
    }
    trouble = { channel: role.name, error, since: trouble?.since ?? Date.now() };
    changed();
    clearTimeout(timer);
    timer = setTimeout(() => void open(), backoffMs(tries, capMs));
    tries += 1;
  };

  const lost = (livedMs: number, error: string): void => {
    channel = null;
    if (livedMs > soundAfterMs) tries = 0;
    retry(error);
  };

  // The channels of a connection end a moment before it does; then there is nothing to open here, so that moment is waited for.
  const open = async (): Promise<void> => {
    const on = connection;
    if (retired || on === null) return;
    let opened: C | null = null;
    let closed = false;
    let reason = 'the channel was closed';
    try {
      const fresh = await role.open(on);
      opened = fresh;
      fresh.on('error', (error) => void (reason = redact(inWords(error))));
      fresh.on('handler-error', (error) => {
        log('error', 'A handler of a channel to RabbitMQ failed.', { channel: role.name, error: inWords(error) });
      });
      fresh.on('close', () => {
        closed = true;
        void setImmediate().then(() => {
          if (channel === fresh) lost(performance.now() - openedAt, reason);
        });
      });
      await role.setUp(fresh);
    } catch (error) {
      await opened?.close().catch(() => {});
      await setImmediate();
      if (on === connection) retry(redact(inWords(error)), refusedCapMs);
      return;
    }
    if (retired || on !== connection) return void opened.close().catch(() => {});
    // The frame that closes it may have come with the last answer.
    if (closed) return retry(reason);
    channel = opened;
    openedAt = performance.now();
    if (trouble !== null) {
      trouble = null;
      changed();
    }
  };

  return {
    connected: (to) => {
      connection = to;
      void open();
    },
    disconnected: () => {
      connection = null;
      channel = null;
      clearTimeout(timer);
      if (trouble !== null) {
        trouble = null;
        changed();
      }
    },
    trouble: () => trouble,
    renew: (because) => {
      const present = channel;
      if (present === null) return;
      lost(performance.now() - openedAt, because);
      present.close().catch(() => {});
    },
    retire: async () => {
      retired = true;
      clearTimeout(timer);
      const present = channel;
      channel = null;
      await present?.close().catch(() => {});
    },
  };
};
