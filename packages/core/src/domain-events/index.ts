export { createDomainEvents, type DomainEvents, type DomainEventsDependencies } from './create-domain-events.ts';
export type { DomainEvent, DomainEventType } from './domain-event.ts';
export { domainLaneConfig, domainLaneName } from './domain-lane.ts';
export type { DomainEventPublisher, DomainEventStores, Outbox, PublishOutcome } from './ports.ts';
export type { HandedOver, OutboxBatch } from './publish-handler.ts';
export type { Tell, Telling } from './tell.ts';
export { createTellAll, type Hear } from './tell-all.ts';
