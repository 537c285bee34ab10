import { okAsync } from 'neverthrow';
import type { DomainEvent } from '../../domain-events/domain-event.ts';
import type { Outbox } from '../../domain-events/ports.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryOutbox } from '../../memory/memory-outbox.ts';

/** A memory outbox that breaks one promise; the contract suite has to notice. */
export interface OutboxMutant {
  /** Completes "an outbox that …". */
  readonly name: string;
  readonly open: (database: MemoryDatabase) => Outbox;
}

const mutant = (name: string, change: (outbox: Outbox, database: MemoryDatabase) => Partial<Outbox>): OutboxMutant => ({
  name,
  open: (database) => {
    const outbox = createMemoryOutbox(database);
    return { ...outbox, ...change(outbox, database) };
  },
});

type Events = readonly DomainEvent[];

/** Loads, and shows every batch otherwise. */
const shown =
  (edit: (events: Events, database: MemoryDatabase) => Events) =>
  (outbox: Outbox, database: MemoryDatabase): Partial<Outbox> => ({
    load: (batches) =>
      outbox.load(batches).map((found) => new Map([...found].map(([batch, all]) => [batch, edit(all, database)]))),
  });

const everyBatch = (database: MemoryDatabase): readonly string[] =>
  [...database.table<Events>('outbox').entries()].map(([batch]) => batch);

export const outboxMutants: readonly OutboxMutant[] = [
  mutant(
    'loses the order of events',
    shown((events) => events.toReversed()),
  ),
  mutant(
    'shows the first event of a batch only',
    shown((events) => events.slice(0, 1)),
  ),
  mutant(
    'gives events a new id each time',
    shown((events, database) =>
      events.map((event) => ({ ...event, id: `${event.id}-${database.nextNumber('again')}` })),
    ),
  ),
  mutant('forgets what led to an event', ({ append }) => ({
    append: (batch, events) =>
      append(
        batch,
        events.map((event) => ({ ...event, trace: null })),
      ),
  })),
  mutant('shows other batches too', ({ load }, database) => ({ load: () => load(everyBatch(database)) })),
  mutant('shows one batch at a time', ({ load }) => ({ load: (batches) => load(batches.slice(0, 1)) })),
  mutant('shows batches that are gone as empty', ({ load }) => ({
    load: (batches) => load(batches).map((found) => new Map(batches.map((batch) => [batch, found.get(batch) ?? []]))),
  })),
  mutant('never forgets', () => ({ remove: () => okAsync(undefined) })),
  mutant('forgets one batch at a time', ({ remove }) => ({ remove: (batches) => remove(batches.slice(0, 1)) })),
  mutant('forgets everything at once', ({ remove }, database) => ({ remove: () => remove(everyBatch(database)) })),
  mutant('takes another batch of the same name for the first', ({ append, remove }) => ({
    append: (batch, events) => remove([batch]).andThen(() => append(batch, events)),
  })),
  mutant('keeps quiet about a name that is taken', ({ append }) => ({
    append: (batch, events) => append(batch, events).orElse(() => okAsync(undefined)),
  })),
  {
    name: 'cannot take anything back',
    open: (database) => createMemoryOutbox(createMemoryDatabase(database.now)),
  },
];
