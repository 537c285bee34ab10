import type { ConfirmChannel, Options } from 'amqplib';
import type { Link } from './link.ts';
import { settlesWithin } from './settles-within.ts';
import type { TendedChannel } from './tended-channel.ts';

/** A message to be sent. */
export interface Outgoing {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: Options.Publish & { readonly messageId: string };
}

export type SendOutcome =
  /** The broker has it; `routed` says whether any queue took it. */
  | { readonly kind: 'confirmed'; readonly routed: boolean }
  /** The broker may or may not have it. */
  | { readonly kind: 'unconfirmed'; readonly reason: string };

/** Sends with publisher confirms. */
export interface ConfirmedSender {
  /** Answers one outcome each, in order, within `timeoutMs`, of which it also waits for a connection. Never rejects. */
  send(messages: readonly Outgoing[], timeoutMs: number): Promise<readonly SendOutcome[]>;
  /** Declares everything anew, on a new channel. */
  renew: TendedChannel['renew'];
}

/** A message that was sent and has no confirm yet. */
interface Pending {
  readonly messageId: string;
  returned: boolean;
}

/** Messages that may wait for the socket. */
const highWaterMark = 256;

const unconfirmed = (reason: string): SendOutcome => ({ kind: 'unconfirmed', reason });

export const createConfirmedSender = (
  link: Link,
  name: string,
  declare: (channel: ConfirmChannel) => Promise<void>,
): ConfirmedSender => {
  let channel: ConfirmChannel | null = null;
  let full = false;
  let pending = new Set<Pending>();
  let waiters: (() => void)[] = [];

  const wake = (): void => {
    const woken = waiters;
    waiters = [];
    for (const resolve of woken) resolve();
  };
  link.onBlocked(wake);

  const tended = link.tend<ConfirmChannel>({
    name,
    open: (connection) => connection.createConfirmChannel({ highWaterMark }),
    setUp: async (fresh) => {
      await declare(fresh);
      const own = new Set<Pending>();
      fresh.on('return', ({ properties }) => {
        // It comes before the confirm; of two with the same id the first was sent first.
        for (const one of own) {
          if (one.messageId !== properties.messageId || one.returned) continue;
          one.returned = true;
          return;
        }
      });
      fresh.on('drain', () => {
        if (channel === fresh) full = false;
        wake();
      });
      fresh.on('close', () => {
        if (channel === fresh) channel = null;
        wake();
      });
      [channel, full, pending] = [fresh, false, own];
      wake();
    },
  });

  const obstacle = (): string | null => {
    const { blocked, status, lastError } = link.state();
    if (blocked !== null) return `the broker takes nothing: ${blocked}`;
    if (channel === null) return status === 'connected' ? 'no channel' : `no connection: ${lastError ?? status}`;
    return full ? 'the connection is slower than what is sent' : null;
  };

  /** Waits until something can be sent; answers what stands against it at the deadline. */
  const clear = async (deadline: number): Promise<string | null> => {
    for (;;) {
      const present = obstacle();
      const leftMs = deadline - performance.now();
      if (present === null || leftMs <= 0 || link.state().status === 'closed') return present;
      await settlesWithin(new Promise<void>((resolve) => void waiters.push(resolve)), leftMs);
    }
  };

  /** Hands a message to the channel; the answer resolves with its confirm. */
  const sendOne = (
    to: ConfirmChannel,
    { exchange, routingKey, body, properties }: Outgoing,
    within: number,
  ): Promise<SendOutcome> =>
    new Promise((resolve) => {
      const own = pending;
      const entry: Pending = { messageId: properties.messageId, returned: false };
      const settle = (outcome: SendOutcome): void => {
        clearTimeout(timer);
        own.delete(entry);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(unconfirmed('no confirm in time')), Math.max(0, within));
      own.add(entry);
      try {
        const more = to.publish(exchange, routingKey, body, { ...properties, mandatory: true }, (error: unknown) => {
          if (error === null) settle({ kind: 'confirmed', routed: !entry.returned });
          else settle(unconfirmed(error instanceof Error ? error.message : 'not confirmed'));
        });
        if (!more) full = true;
      } catch (error) {
        settle(unconfirmed(error instanceof Error ? error.message : String(error)));
      }
    });

  return {
    send: async (messages, timeoutMs) => {
      const deadline = performance.now() + timeoutMs;
      const outcomes: Promise<SendOutcome>[] = [];
      for (const message of messages) {
        const standing = await clear(deadline);
        outcomes.push(
          standing === null && channel !== null
            ? sendOne(channel, message, deadline - performance.now())
            : Promise.resolve(unconfirmed(standing ?? 'no channel')),
        );
      }
      return Promise.all(outcomes);
    },
    renew: tended.renew,
  };
};
