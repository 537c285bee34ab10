import { sql } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { LaneId, Trouble, TroubleGroup } from '@portico/core/work';
import type { Session } from '../database/session.ts';

/** Keys in trouble, put together. Reads the work rows of these lanes, which are those that are not settled: far fewer than were ever pushed. */
export function readTroubles(
  session: Session,
  lanes: readonly LaneId[],
  limit: number,
): ResultAsync<readonly Trouble[], StoreFailure> {
  if (lanes.length === 0) return okAsync([]);
  return session.rows<Trouble>(sql`
    select lane, coalesce(parked, 'failing') standing, coalesce(cause, '') cause, count(*) count, count(uncertain_since) uncertain,
      min(failed_at) oldest, max(failed_at) newest, min(key) sample
    from work where lane = any(${lanes}::int[]) and (parked is not null or attempts > 0)
    group by 1, 2, 3 order by count(*) desc, lane, coalesce(parked, 'failing') collate "C", coalesce(cause, '') collate "C" limit ${limit}`);
}

export function readTroubled(
  session: Session,
  { lane, standing, cause }: TroubleGroup,
  afterKey: string | null,
  limit: number,
): ResultAsync<readonly string[], StoreFailure> {
  const stands = standing === 'failing' ? sql`parked is null and attempts > 0` : sql`parked = ${standing}`;
  const beyond = afterKey === null ? sql`` : sql`and key > ${afterKey}`;
  return session
    .rows<{ key: string }>(sql`
      select key from work where lane = ${lane} and ${stands} and coalesce(cause, '') = ${cause} ${beyond} order by key limit ${limit}`)
    .map((rows) => rows.map(({ key }) => key));
}
