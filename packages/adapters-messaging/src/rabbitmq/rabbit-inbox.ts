import type { Channel } from 'amqplib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkLog } from '@portico/core/work';
import type { MessageVerdict } from '@portico/core/workflow';
import { backoffMs } from './backoff.ts';
import { createDeadLetters } from './dead-letters.ts';
import { deliveriesOf, type Delivery } from './inbox-delivery.ts';
import type { InboxMessage } from './inbox-message.ts';
import { judgeDeliveries } from './judge-deliveries.ts';
import type { Rabbit } from './rabbit.ts';
import { inWords } from './redact.ts';
import { settlesWithin } from './settles-within.ts';
import type { TendedChannel } from './tended-channel.ts';
import { declareInbox } from './topology.ts';

/** What is to become of a message; see the core. */
export type InboxVerdict = MessageVerdict;

export interface RabbitInboxOptions {
  /** Takes messages in; answers one verdict each, in order. */
  readonly receive: (messages: readonly InboxMessage[]) => Promise<readonly InboxVerdict[]>;
  /** Whether the store answers; asked while the inbox waits for it. */
  readonly storeAnswers: () => Promise<boolean>;
  readonly log: WorkLog;
  /** Messages that may be in hand; 100 unless told otherwise. Each may have `maxBytes`. */
  readonly prefetch?: number;
  /** How many messages are taken in together; 50 unless told otherwise. */
  readonly batchMessages?: number;
  /** How long the first of them waits for the others; 5 ms unless told otherwise. */
  readonly batchWithinMs?: number;
  /** Larger messages are dead letters; 4 MiB unless told otherwise. */
  readonly maxBytes?: number;
  /** How long messages are held while the store is away; 20 minutes unless told otherwise. RabbitMQ closes channels after 30. */
  readonly holdMs?: number;
}

/** What went through an inbox since it was made. */
export interface InboxStats {
  /** Messages in hand. */
  readonly inHand: number;
  /** Messages that were taken in, at least in part. */
  readonly taken: number;
  readonly rejected: number;
  /** Copies that were put among the dead letters. */
  readonly dead: number;
  /** Batches of which something had to wait. */
  readonly delays: number;
}

/** Takes in what engines publish. */
export interface RabbitInbox {
  start(): void;
  /** Takes no more, finishes what is in hand within this time (10 s unless told otherwise), and gives the rest back. Never rejects. */
  stop(withinMs?: number): Promise<void>;
  stats(): InboxStats;
}

type Verdicts = ReadonlyMap<Delivery, MessageVerdict>;

const batchBytes = 8 * 1024 * 1024;
const confirmMs = 10_000;
const stopWithinMs = 10_000;

/**
 * Takes messages from the inbox in batches. A message is acknowledged when it is stored, or when its copy is among the dead letters; what
 * the store cannot take at present stays in hand and is tried again, which costs none of its deliveries.
 */
export const createRabbitInbox = (rabbit: Rabbit, options: RabbitInboxOptions): RabbitInbox => {
  const { receive, storeAnswers, log } = options;
  const prefetch = options.prefetch ?? 100;
  const batchMessages = options.batchMessages ?? 50;
  const batchWithinMs = options.batchWithinMs ?? 5;
  const holdMs = options.holdMs ?? 20 * 60_000;
  const judge = judgeDeliveries({ receive, log, maxBytes: options.maxBytes ?? 4 * 1024 * 1024 });
  const dead = createDeadLetters(rabbit);
  const counts = { taken: 0, rejected: 0, dead: 0, delays: 0 };
  const stopping = new AbortController();
  let waiting: Delivery[] = [];
  let batch: readonly Delivery[] = [];
  let working: Promise<void> | null = null;
  let channel: TendedChannel | null = null;
  /** Ends the present consumer, so that no more messages come. */
  let cancel: () => Promise<unknown> = () => Promise.resolve();

  const pause = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  const consume = (): TendedChannel => {
    const tended = rabbit.consuming.tend<Channel>({
      name: 'inbox',
      open: (connection) => connection.createChannel(),
      setUp: async (fresh) => {
        const toDelivery = deliveriesOf(fresh);
        await declareInbox(fresh, rabbit.names);
        await fresh.prefetch(prefetch);
        const { consumerTag } = await fresh.consume(rabbit.names.inbox, (message) => {
          if (message === null) return tended.renew('the queue was deleted');
          waiting.push(toDelivery(message));
          work();
        });
        cancel = () => fresh.cancel(consumerTag).catch(() => undefined);
      },
    });
    return tended;
  };

  /** Takes the next messages that are still ours, as many as may go together. */
  const nextBatch = (): readonly Delivery[] => {
    const next: Delivery[] = [];
    let bytes = 0;
    waiting = waiting.filter((delivery) => delivery.isOurs());
    for (const delivery of waiting) {
      bytes += delivery.message.content.length;
      if (next.length >= batchMessages || (next.length > 0 && bytes > batchBytes)) break;
      next.push(delivery);
    }
    waiting = waiting.slice(next.length);
    return next;
  };

  /** Acts on verdicts; answers those whose copies were not confirmed, to be acted on again. */
  const settle = async (verdicts: Verdicts): Promise<Verdicts> => {
    const settled = await Promise.all(
      [...verdicts].map(async ([delivery, verdict]) => {
        if (verdict.kind === 'later') return [];
        const copies = await dead.keep(delivery.message, verdict, confirmMs);
        if (copies === null) return [[delivery, verdict] as const];
        counts.dead += copies;
        counts[verdict.kind] += 1;
        delivery.acknowledge();
        return [];
      }),
    );
    return new Map(settled.flat());
  };

  /** Gives everything back, and consumes again when the store answers. */
  const giveBack = async (): Promise<void> => {
    log('warn', 'Messages of engines are given back: they could not be stored in time.', {
      messages: batch.length + waiting.length,
    });
    waiting = [];
    await channel?.retire();
    channel = null;
    for (let tries = 0; !stopping.signal.aborted && !(await storeAnswers().catch(() => false)); tries += 1) {
      await pause(backoffMs(tries));
    }
    if (!stopping.signal.aborted) channel = consume();
  };

  /** Brings a batch to its end: settled, or no longer ours; while stopping, tries once. */
  const finish = async (): Promise<void> => {
    let unconfirmed: Verdicts = new Map();
    for (let tries = 0; ; tries += 1) {
      const verdicts = new Map([
        ...unconfirmed,
        ...(await judge(batch.filter((delivery) => !unconfirmed.has(delivery)))),
      ]);
      unconfirmed = await settle(verdicts);
      const open = batch.filter((one) => unconfirmed.has(one) || verdicts.get(one)?.kind === 'later');
      batch = open.filter((delivery) => delivery.isOurs());
      if (batch.length === 0 || stopping.signal.aborted) return;
      if (tries === 0) {
        counts.delays += 1;
        const reasons = batch.flatMap((one) => {
          const verdict = verdicts.get(one);
          return verdict?.kind === 'later' ? verdict.reason : 'no confirm of dead letters';
        });
        log('warn', 'Messages of engines wait.', { messages: batch.length, reason: reasons[0] });
      }
      if (batch.some(({ at }) => performance.now() - at > holdMs)) return giveBack();
      await pause(backoffMs(tries));
    }
  };

  const workOff = async (): Promise<void> => {
    while (waiting.length > 0) {
      if (waiting.length < batchMessages) await pause(batchWithinMs);
      batch = nextBatch();
      await finish();
    }
  };

  const work = (): void => {
    working ??= workOff()
      .catch((error: unknown) => {
        log('error', 'The inbox failed; its messages are given back.', { error: inWords(error) });
        channel?.renew('the inbox failed');
      })
      .finally(() => {
        batch = [];
        working = null;
        if (waiting.length > 0) work();
      });
  };

  return {
    start: () => void (channel ??= consume()),
    stop: async (withinMs = stopWithinMs) => {
      const deadline = performance.now() + withinMs;
      const leftMs = (): number => Math.max(0, deadline - performance.now());
      stopping.abort();
      await settlesWithin(cancel(), leftMs());
      while (working !== null && leftMs() > 0) await settlesWithin(working, leftMs());
      if (channel !== null) await settlesWithin(channel.retire(), Math.max(500, leftMs()));
      channel = null;
    },
    stats: () => ({ inHand: waiting.length + batch.length, ...counts }),
  };
};
