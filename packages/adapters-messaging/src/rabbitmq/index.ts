export { openRabbit, type RabbitOptions } from './open-rabbit.ts';
export type { Rabbit, RabbitState } from './rabbit.ts';
export {
  createRabbitDoorbell,
  type DoorbellStats,
  type RabbitDoorbell,
  type RabbitDoorbellOptions,
} from './rabbit-doorbell.ts';
export type { InboxMessage } from './inbox-message.ts';
export {
  createRabbitInbox,
  type InboxStats,
  type InboxVerdict,
  type RabbitInbox,
  type RabbitInboxOptions,
} from './rabbit-inbox.ts';
export { createRabbitPublisher, type PublisherStats, type RabbitPublisher } from './rabbit-publisher.ts';
export type { ChannelTrouble } from './tended-channel.ts';
export type { TopologyNames } from './topology.ts';
