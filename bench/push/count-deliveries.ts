import type { BenchDatabase } from '../harness/bench-database.ts';

interface Counts {
  readonly acknowledged: number;
  readonly waiting: number;
  readonly attempts: number;
  readonly keys: number;
  readonly exchanges: number;
}

/** How to count what a contender acknowledged: `$1` is the number of processes of its lane. */
const acknowledged = {
  portico: `select count(*) from mirror where tenant = 'push-' || $1 and acknowledged_version = desired_version and remote_state = 'open'`,
  kernel: `select count(*) from item where key like 'item-' || $1 || '-%' and acknowledged_version = version`,
} as const;

const laneOf = {
  portico: `tenant = 'push-' || $1 and name = 'push/ofs'`,
  kernel: `tenant = 'bench' and name = 'bench/' || $1`,
} as const;

/**
 * Throws unless everything ever delivered over a lane adds up: as many as expected, every one acknowledged, and each with exactly one
 * attempt, which is done and kept with its request and answer.
 */
export const countDeliveries = async (
  database: BenchDatabase,
  kind: 'portico' | 'kernel',
  processes: number,
  expected: number,
): Promise<void> => {
  const [counts] = await database.query<Counts & Record<string, number>>(
    `with l as (select id from lane where ${laneOf[kind]}), a as (select a.* from attempt a join l on l.id = a.lane)
    select (${acknowledged[kind]})::int acknowledged,
      (select count(*) from work w join l on l.id = w.lane)::int waiting,
      (select count(*) from a)::int attempts,
      (select count(distinct key) from a where outcome = 'done')::int keys,
      (select count(*) from a join exchange e on e.claimed_at = a.claimed_at and e.claim = a.claim
        where length(e.exchanges->-1->'request'->>'body') > 100 and (e.exchanges->-1->'response'->>'status')::int = 200
          and length(e.exchanges->-1->'response'->>'body') > 10)::int exchanges`,
    [String(processes)],
  );
  const { waiting, ...others } = counts ?? { waiting: Number.NaN };
  if (waiting !== 0 || Object.values(others).some((count) => count !== expected))
    throw new Error(`deliveries do not add up: ${expected} expected, found ${JSON.stringify(counts)}`);
};
