import { sql } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Instant, StoreFailure } from '@portico/core';
import { durationBounds, type AttemptSum, type AttemptSums, type Bucket } from '@portico/core/statistics';
import type { AttemptOutcome } from '@portico/core/work';
import type { Session } from '../database/session.ts';
import { instantParameter } from '../database/values.ts';
import { readCauses, sumCauses } from './attempt-causes.ts';

const hourMs = 3_600_000;
/** Attempts are written when they have ended; none takes longer than ten minutes. */
const settlingMs = 15 * 60_000;

/**
 * Each attempt with what is measured of it: its duration, and how long the change that it sent took to be confirmed. Reckoned in floating-point
 * numbers, which tell milliseconds exactly and cost a fraction of what `numeric` does.
 */
const measured = sql`attempt a cross join lateral (values (0::smallint, a.duration_ms),
  (1::smallint, case when a.outcome = 'done' and a.operation is not null and a.version > 1000000000000
    then greatest(0, (date_part('epoch', a.claimed_at) * 1000)::bigint + a.duration_ms - a.version) end)) m(measure, ms)`;
/** Of floating-point numbers only PostgreSQL finds the bucket fast. */
const bucket = sql`width_bucket(m.ms::float8, ${durationBounds}::float8[])::smallint`;
const hourOfAttempt = sql`date_bin('1 hour', a.claimed_at, 'epoch')`;

/** Sums of the attempt log in SQL. */
export function createSqlAttemptSums(session: Session): AttemptSums {
  const lockMark = (): ResultAsync<{ readonly upTo: Instant; readonly over: Instant }, StoreFailure> =>
    session
      .rows(sql`
        insert into statistics_mark (name, up_to)
        select 'attempt', date_trunc('hour', least((select min(claimed_at) from attempt), portico_in(${-settlingMs})), 'UTC')
        on conflict do nothing`)
      .andThen(() =>
        session.rows<{ up_to: Instant; closed: Instant }>(sql`
          select up_to, date_trunc('hour', portico_in(${-settlingMs}), 'UTC') closed from statistics_mark where name = 'attempt' for update`),
      )
      .map(([row]) => ({ upTo: row?.up_to ?? 0, over: row?.closed ?? 0 }));

  const sumUp = (from: Instant, to: Instant): ResultAsync<void, StoreFailure> => {
    const [begin, end] = [instantParameter(from), instantParameter(to)];
    return session
      .rows(sql`delete from attempt_hour where hour >= ${begin} and hour < ${end}`)
      .andThen(() =>
        session.rows(sql`
          insert into attempt_hour (lane, hour, outcome, measure, bucket, count, total_ms)
          select a.lane, ${hourOfAttempt}, a.outcome, m.measure, ${bucket}, count(*), sum(m.ms)::bigint
          from ${measured} where a.claimed_at >= ${begin} and a.claimed_at < ${end} and m.ms is not null
          group by 1, 2, 3, 4, 5`),
      )
      .andThen(() => sumCauses(session, from, to))
      .andThen(() => session.rows(sql`update statistics_mark set up_to = ${end} where name = 'attempt'`))
      .map(() => undefined);
  };

  return {
    rollUp(hours) {
      return lockMark().andThen(({ upTo, over }) => {
        const to = Math.min(over, upTo + hours * hourMs);
        const left = Math.max(0, (over - to) / hourMs);
        return to <= upTo ? okAsync(left) : sumUp(upTo, to).map(() => left);
      });
    },

    read(lanes, starts) {
      const [first, last] = [starts[0], starts.at(-1)];
      if (lanes.length === 0 || first === undefined || last === undefined) return okAsync([]);
      const periods = sql`${starts.map(instantParameter)}::timestamptz[]`;
      const [begin, end] = [instantParameter(first), instantParameter(last)];
      const mark = sql`coalesce((select up_to from statistics_mark where name = 'attempt'), '-infinity')`;
      return session
        .rows<SumRow>(sql`
          with hours as materialized (select hour, width_bucket(hour, ${periods}) period
            from generate_series(date_bin('1 hour', ${begin}::timestamptz, 'epoch'), ${end}::timestamptz, '1 hour') hour)
          select lane, period, outcome, measure, bucket, sum(count) count, sum(total_ms) total from (
            select lane, hour, outcome, measure, bucket, count, total_ms
            from attempt_hour where lane = any(${lanes}::int[]) and hour >= ${begin} and hour < ${end}
            union all
            select a.lane, ${hourOfAttempt}, a.outcome, m.measure, ${bucket}, count(*), sum(m.ms)::bigint
            from ${measured} where a.lane = any(${lanes}::int[]) and a.claimed_at >= greatest(${begin}::timestamptz, ${mark})
              and a.claimed_at < ${end} and m.ms is not null
            group by 1, 2, 3, 4, 5) s
          join hours using (hour) where period between 1 and ${starts.length - 1}
          group by 1, 2, 3, 4, 5 order by lane, period, outcome collate "C", measure, bucket`)
        .map((rows) => toSums(rows, starts));
    },

    causes(lanes, from, limit) {
      return lanes.length === 0 ? okAsync([]) : readCauses(session, lanes, from, limit);
    },

    prune(before) {
      return session
        .rows(sql`delete from attempt_hour where hour < ${instantParameter(before)}`)
        .andThen(() => session.rows(sql`delete from attempt_cause where hour < ${instantParameter(before)}`))
        .map(() => undefined);
    },
  };
}

interface SumRow {
  readonly lane: number;
  readonly period: number;
  readonly outcome: AttemptOutcome;
  readonly measure: number;
  readonly bucket: number;
  readonly count: number;
  readonly total: number;
}

/** One sum for the rows of each lane, period and outcome, which stand together. */
function toSums(rows: readonly SumRow[], starts: readonly Instant[]): readonly AttemptSum[] {
  const groups = Map.groupBy(rows, ({ lane, period, outcome }) => `${lane} ${period} ${outcome}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const buckets = (measure: number): readonly Bucket[] =>
      group.filter((row) => row.measure === measure).map(({ bucket, count }) => [bucket, count] as const);
    const durations = group.filter(({ measure }) => measure === 0);
    return [
      {
        lane: first.lane,
        at: starts[first.period - 1] ?? 0,
        outcome: first.outcome,
        count: durations.reduce((sum, { count }) => sum + count, 0),
        totalMs: durations.reduce((sum, { total }) => sum + total, 0),
        durations: buckets(0),
        latencies: buckets(1),
      },
    ];
  });
}
