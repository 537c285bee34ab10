import { errAsync, okAsync } from 'neverthrow';
import type { DomainEvent } from '../domain-events/domain-event.ts';
import type { Outbox } from '../domain-events/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** The outbox in memory. */
export const createMemoryOutbox = (database: MemoryDatabase): Outbox => {
  const batches = database.table<readonly DomainEvent[]>('outbox');
  return {
    append: (batch, events) => {
      if (events.length === 0) return okAsync(undefined);
      if (batches.has(batch)) return errAsync({ code: 'STORE_DATA', message: `batch "${batch}" exists` });
      batches.set(batch, [...events]);
      return okAsync(undefined);
    },
    load: (names) =>
      okAsync(
        new Map(
          names.flatMap((name) => {
            const events = batches.get(name);
            return events === undefined ? [] : [[name, events] as const];
          }),
        ),
      ),
    remove: (names) => {
      for (const name of names) batches.delete(name);
      return okAsync(undefined);
    },
  };
};
