import type { WorkHandler } from '../work/handler.ts';
import type { WorkStores } from '../work/ports.ts';
import type { DomainEventPublisher, DomainEventStores } from './ports.ts';
import { createPublishHandler, type HandedOver, type OutboxBatch } from './publish-handler.ts';
import { createHearForPublisher, createTell, type Tell, type TellDependencies } from './tell.ts';
import type { Hear } from './tell-all.ts';

export interface DomainEventsDependencies extends TellDependencies {
  readonly publisher: DomainEventPublisher;
}

/** Domain events with what hands them over. */
export interface DomainEvents {
  readonly tell: Tell;
  /** Keeps events that were made elsewhere. */
  readonly hear: Hear<Parameters<Tell>[0]>;
  /** One for each lane family, for the worker. */
  readonly handlers: {
    readonly domain: WorkHandler<DomainEventStores & WorkStores, OutboxBatch, HandedOver>;
  };
}

/** Tells others what happens here, through the outbox. */
export const createDomainEvents = (dependencies: DomainEventsDependencies): DomainEvents => ({
  tell: createTell(dependencies),
  hear: createHearForPublisher(dependencies),
  handlers: { domain: createPublishHandler(dependencies.publisher) },
});
