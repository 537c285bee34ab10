import { sql } from 'kysely';
import type { Database } from '@portico/adapters-persistence';

interface Counts {
  readonly mirrors: number;
  readonly acknowledged: number;
  readonly waiting: number;
  readonly attempts: number;
  readonly keys: number;
  readonly answered: number;
}

/**
 * Throws unless a tenant's deliveries add up: as many as expected, every one acknowledged, and each with exactly one attempt, which is
 * done and kept with its request and answer.
 */
export const countDeliveries = async (database: Database, tenant: string, expected: number): Promise<void> => {
  const { rows } = await sql<Counts>`
    with a as (select a.* from attempt a join lane l on l.id = a.lane where l.tenant = ${tenant} and l.name like 'push/%')
    select (select count(*) from mirror where tenant = ${tenant}) mirrors,
      (select count(*) from mirror where tenant = ${tenant} and acknowledged_version = desired_version) acknowledged,
      (select count(*) from work w join lane l on l.id = w.lane where l.tenant = ${tenant} and l.name like 'push/%') waiting,
      (select count(*) from a) attempts,
      (select count(distinct (lane, key)) from a where outcome = 'done') keys,
      (select count(*) from a join exchange e on e.claimed_at = a.claimed_at and e.claim = a.claim
        where length(e.exchanges->-1->'request'->>'body') > 0 and (e.exchanges->-1->'response'->>'status')::int = 200) answered`.execute(
    database.kysely,
  );
  const [counts] = rows;
  const { waiting, ...others } = counts ?? { waiting: Number.NaN };
  if (waiting !== 0 || Object.values(others).some((count) => count !== expected)) {
    const outcomes = await sql<{ outcome: string; reason: string | null; count: number }>`
      select a.outcome, a.reason, count(*) count from attempt a join lane l on l.id = a.lane where l.tenant = ${tenant} group by 1, 2 order by 3 desc limit 10`.execute(
      database.kysely,
    );
    throw new Error(
      `deliveries do not add up: ${expected} expected, found ${JSON.stringify(counts)}: ${JSON.stringify(outcomes.rows)}`,
    );
  }
};
