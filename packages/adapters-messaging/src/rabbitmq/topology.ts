import type { Channel } from 'amqplib';

/** What Portico declares in a broker, all beginning with one prefix. */
export interface TopologyNames {
  /** Fanout of rings; each group of workers has a queue. */
  readonly doorbell: string;
  doorbellQueue(group: string): string;
  /** Where engines publish, and the queue it ends in. */
  readonly events: string;
  readonly inbox: string;
  /** Exchange and queue of what could not be taken in. */
  readonly dead: string;
  /** Where domain events are published; whoever wants them binds a queue. */
  readonly domain: string;
}

export const topologyNames = (prefix: string): TopologyNames => ({
  doorbell: `${prefix}.doorbell`,
  doorbellQueue: (group) => `${prefix}.doorbell.${group}`,
  events: `${prefix}.events`,
  inbox: `${prefix}.events.inbox`,
  dead: `${prefix}.dead`,
  domain: `${prefix}.domain`,
});

const ringsKept = 1_000;
const ringsKeptForMs = 10_000;
const doorbellKeptForMs = 60_000;
/** A message that was redelivered this often has probably killed as many processes. */
const inboxDeliveries = 20;
/** Without a limit of its own RabbitMQ 4 drops a dead letter that somebody looked at twenty times; 3 does not know "none". */
const deadDeliveries = 1_000_000;

export const declareDoorbell = async (channel: Channel, { doorbell }: TopologyNames): Promise<void> => {
  await channel.assertExchange(doorbell, 'fanout', { durable: true });
};

/** A queue that forgets: rings are worth nothing after some seconds, nor is the queue when nobody serves its lanes any more. */
export const declareDoorbellQueue = async (channel: Channel, names: TopologyNames, group: string): Promise<void> => {
  await declareDoorbell(channel, names);
  // Durable, because RabbitMQ 4 deprecates queues that are neither durable nor exclusive; its messages are not.
  await channel.assertQueue(names.doorbellQueue(group), {
    durable: true,
    expires: doorbellKeptForMs,
    messageTtl: ringsKeptForMs,
    maxLength: ringsKept,
    overflow: 'drop-head',
    arguments: { 'x-queue-type': 'classic' },
  });
  await channel.bindQueue(names.doorbellQueue(group), names.doorbell, '');
};

export const declareDead = async (channel: Channel, { dead }: TopologyNames): Promise<void> => {
  await channel.assertExchange(dead, 'topic', { durable: true });
  await channel.assertQueue(dead, {
    durable: true,
    arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': deadDeliveries },
  });
  await channel.bindQueue(dead, dead, '#');
};

export const declareInbox = async (channel: Channel, names: TopologyNames): Promise<void> => {
  await declareDead(channel, names);
  await channel.assertExchange(names.events, 'topic', { durable: true });
  await channel.assertQueue(names.inbox, {
    durable: true,
    deadLetterExchange: names.dead,
    overflow: 'reject-publish',
    arguments: {
      'x-queue-type': 'quorum',
      'x-delivery-limit': inboxDeliveries,
      'x-dead-letter-strategy': 'at-least-once',
    },
  });
  await channel.bindQueue(names.inbox, names.events, '#');
};

export const declareDomain = async (channel: Channel, { domain }: TopologyNames): Promise<void> => {
  await channel.assertExchange(domain, 'topic', { durable: true });
};
