import { sql } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Instant, StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';

/** Sees to it that a day's partitions exist before something is written into them. */
export class AttemptDays {
  readonly #known = new Set<string>();

  ensure(session: Session, instants: readonly Instant[]): ResultAsync<void, StoreFailure> {
    const days = [...new Set(instants.map(dayOf))].filter((day) => !this.#known.has(day)).sort();
    if (days.length === 0) return okAsync(undefined);
    return session
      .rows<{ day: string; existed: boolean }>(sql`
        select to_char(day, 'YYYY-MM-DD') as day, bool_and(ensure_day(parent, day)) as existed
        from unnest(${days}::date[]) day cross join unnest(array['attempt', 'exchange']) parent group by day order by day`)
      .map((rows) => {
        // One that was only just made is gone again if this transaction is rolled back.
        for (const { day, existed } of rows) if (existed) this.#known.add(day);
      });
  }

  /** Days may have been dropped. */
  forget(): void {
    this.#known.clear();
  }
}

function dayOf(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}
