import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { DomainEvent, Outbox } from '@portico/core/domain-events';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';

/** The outbox in SQL. A batch is one row: it is written, read and forgotten as one. */
export function createSqlOutbox(session: Session): Outbox {
  return {
    append(batch, events) {
      if (events.length === 0) return okAsync(undefined);
      return session
        .rows(
          sql`insert into outbox (batch, written_at, events) values (${batch}, portico_now(), ${storableJson(events)}::jsonb)`,
        )
        .map(() => undefined);
    },

    load(batches) {
      if (batches.length === 0) return okAsync(new Map());
      return session
        .rows<{
          batch: string;
          events: readonly DomainEvent[];
        }>(sql`select batch, events from outbox where batch = any(${batches}::text[])`)
        .map((rows) => new Map(rows.map(({ batch, events }) => [batch, events])));
    },

    remove(batches) {
      if (batches.length === 0) return okAsync(undefined);
      return session.rows(sql`delete from outbox where batch = any(${batches}::text[])`).map(() => undefined);
    },
  };
}
