import type { Channel } from 'amqplib';
import type { Doorbell, Ring } from '@portico/core/work';
import type { Rabbit } from './rabbit.ts';
import { decodeRings, encodeRings } from './ring-message.ts';
import { createRingSet } from './ring-set.ts';
import type { TendedChannel } from './tended-channel.ts';
import { declareDoorbell, declareDoorbellQueue } from './topology.ts';

export interface RabbitDoorbellOptions {
  /** Whoever serves the same lanes shares a group: each ring is heard by one of them. 1 to 64 characters of a-z, 0-9 and -. */
  readonly group: string;
}

/** What went through a doorbell since it was made; messages hold up to 64 keys. */
export interface DoorbellStats {
  readonly sent: number;
  /** Not sent, because the broker was away or slow. */
  readonly dropped: number;
  readonly heard: number;
  readonly malformed: number;
}

export interface RabbitDoorbell extends Doorbell {
  stats(): DoorbellStats;
}

/** How long the first ring waits for others. */
const gatherMs = 2;
const mostKeys = 4_096;
const mostLanes = 1_024;
/** Messages that may wait for the socket; each has some kilobytes at most. */
const highWaterMark = 32;

/**
 * A doorbell across processes. Rings are hints: they are not confirmed, not kept for long, and dropped while the broker is away, takes
 * nothing, or is slower than they come; listeners of this very process hear them then all the same. Listening begins with the first
 * listener and ends with the last.
 */
export const createRabbitDoorbell = (rabbit: Rabbit, { group }: RabbitDoorbellOptions): RabbitDoorbell => {
  if (!/^[a-z0-9-]{1,64}$/u.test(group)) throw new RangeError(`A group of workers cannot be called ${group}.`);
  const { names, publishing, consuming } = rabbit;
  const listeners = new Set<(rings: readonly Ring[]) => void>();
  const counts = { sent: 0, dropped: 0, heard: 0, malformed: 0 };
  const leaving = createRingSet(mostKeys, mostLanes);
  const arriving = createRingSet(mostKeys, mostLanes);
  let sender: Channel | null = null;
  let ears: TendedChannel | null = null;

  const deliver = (): void => {
    const rings = arriving.take();
    for (const heard of listeners) heard(rings);
  };
  const hear = (rings: readonly Ring[]): void => {
    if (listeners.size === 0 || rings.length === 0) return;
    if (arriving.isEmpty()) queueMicrotask(deliver);
    arriving.add(rings);
  };

  publishing.tend({
    name: 'doorbell',
    open: (connection) => connection.createChannel({ highWaterMark }),
    setUp: async (channel) => {
      await declareDoorbell(channel, names);
      let closed = false;
      channel.on('close', () => {
        closed = true;
        if (sender === channel) sender = null;
      });
      channel.on('drain', () => {
        if (!closed) sender = channel;
      });
      sender = channel;
    },
  });

  const send = (body: Buffer): boolean => {
    if (sender === null || publishing.state().blocked !== null) return false;
    try {
      // What it answers is about the next one: this one is in the buffer.
      if (!sender.publish(names.doorbell, '', body, { contentType: 'application/json' })) sender = null;
      return true;
    } catch {
      sender = null;
      return false;
    }
  };
  const flush = (): void => {
    const rings = leaving.take();
    const bodies = encodeRings(rings);
    const sent = bodies.filter(send).length;
    counts.sent += sent;
    counts.dropped += bodies.length - sent;
    if (sent < bodies.length) hear(rings);
  };

  const takeMessage = (body: Buffer): void => {
    const rings = decodeRings(body);
    if (rings === null) counts.malformed += 1;
    else {
      counts.heard += 1;
      hear(rings);
    }
  };
  const openEars = (): TendedChannel => {
    const opened = consuming.tend({
      name: 'doorbell queue',
      open: (connection) => connection.createChannel(),
      setUp: async (channel) => {
        await declareDoorbellQueue(channel, names, group);
        await channel.consume(
          names.doorbellQueue(group),
          (message) => {
            if (message === null) opened.renew('the queue was deleted');
            else takeMessage(message.content);
          },
          { noAck: true },
        );
      },
    });
    return opened;
  };

  return {
    ring: (rings) => {
      if (rings.length === 0) return;
      if (leaving.isEmpty()) setTimeout(flush, gatherMs);
      leaving.add(rings);
    },
    listen: (heard) => {
      const listener = (rings: readonly Ring[]): void => heard(rings);
      listeners.add(listener);
      ears ??= openEars();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || ears === null) return;
        void ears.retire();
        ears = null;
      };
    },
    stats: () => ({ ...counts }),
  };
};
