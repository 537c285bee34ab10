import type { Instant } from '../ports/instant.ts';

/** What happened, in the words of the message's routing key: to a to-do on a platform, or to an alert. */
export type DomainEventType =
  | 'todo.acknowledged'
  | 'todo.refused'
  | 'todo.undecidable'
  | 'todo.exhausted'
  | 'todo.poisoned'
  | 'todo.decided'
  | 'alert.firing'
  | 'alert.resolved';

/** Something that happened here and that others may want to know. */
export interface DomainEvent {
  /** Unique for ever; whoever hears an event twice knows it by this. At most 64 characters. */
  readonly id: string;
  readonly tenant: string;
  readonly type: DomainEventType;
  readonly occurredAt: Instant;
  /** What it is about: plain JSON, documented for each type in `docs/reference/amqp.md`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** W3C `traceparent` of what led to it; null when nothing is traced. */
  readonly trace: string | null;
}
