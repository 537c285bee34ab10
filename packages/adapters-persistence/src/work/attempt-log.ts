import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { Attempt, AttemptLog, AttemptOutcome, Exchange } from '@portico/core/work';
import type { Session } from '../database/session.ts';
import { storableJson, storableText } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';
import type { AttemptDays } from './attempt-days.ts';

const columns = sql`a.claimed_at, a.claim, a.lane, a.key, a.session, a.outcome, a.reason, a.operation, a.version, a.duration_ms, e.exchanges`;
const joined = sql`attempt a left join exchange e on e.claimed_at = a.claimed_at and e.claim = a.claim`;
const daysAhead = 3;

/** The attempt log in SQL. `days` is shared by all transactions of the process. */
export function createSqlAttemptLog(session: Session, days: AttemptDays): AttemptLog {
  return {
    record(attempts) {
      if (attempts.length === 0) return okAsync(undefined);
      const rows = [...new Map(attempts.map((attempt) => [attempt.claim, toAttemptRow(attempt)])).values()];
      const carried = rows.filter(({ exchanges }) => exchanges !== '[]');
      return days
        .ensure(
          session,
          rows.map(({ claimed_at }) => claimed_at),
        )
        .andThen(() =>
          session.rows(sql`
            with x as (insert into exchange (claimed_at, claim, exchanges)
              select * from rows from (unnest(${carried.map((row) => instantParameter(row.claimed_at))}::timestamptz[]), unnest(${carried.map(({ claim }) => claim)}::bigint[]),
                jsonb_array_elements(${`[${carried.map(({ exchanges }) => exchanges).join(',')}]`}::jsonb)) i(claimed_at, claim, exchanges) order by 1, 2
              on conflict (claimed_at, claim) do update set exchanges = excluded.exchanges)
            insert into attempt (claimed_at, claim, lane, key, session, outcome, reason, operation, version, duration_ms)
            select * from unnest(${rows.map((row) => instantParameter(row.claimed_at))}::timestamptz[], ${rows.map(({ claim }) => claim)}::bigint[],
              ${rows.map(({ lane }) => lane)}::int[], ${rows.map(({ key }) => key)}::text[], ${rows.map((row) => row.session)}::bigint[],
              ${rows.map(({ outcome }) => outcome)}::text[], ${rows.map(({ reason }) => reason)}::text[], ${rows.map(({ operation }) => operation)}::text[],
              ${rows.map(({ version }) => version)}::bigint[], ${rows.map((row) => row.duration_ms)}::bigint[])
              i(claimed_at, claim, lane, key, session, outcome, reason, operation, version, duration_ms) order by 1, 2
            on conflict (claimed_at, claim) do update set lane = excluded.lane, key = excluded.key, session = excluded.session,
              outcome = excluded.outcome, reason = excluded.reason, operation = excluded.operation, version = excluded.version,
              duration_ms = excluded.duration_ms`),
        )
        .map(() => undefined);
    },

    list(filter, after, limit) {
      const from = filter.from === null ? sql`` : sql`and a.claimed_at >= ${instantParameter(filter.from)}`;
      const to = filter.to === null ? sql`` : sql`and a.claimed_at < ${instantParameter(filter.to)}`;
      const keys = filter.keys === null ? sql`` : sql`and a.key = any(${filter.keys}::text[])`;
      const outcomes = filter.outcomes === null ? sql`` : sql`and a.outcome = any(${filter.outcomes}::text[])`;
      const beyond =
        after === null
          ? sql``
          : sql`and (a.claimed_at, a.claim) < (${instantParameter(after.claimedAt)}::timestamptz, ${after.claim}::bigint)`;
      return session
        .rows<StoredAttempt>(sql`
          select ${columns} from ${joined} where a.lane = any(${filter.lanes}::int[]) ${keys} ${outcomes} ${from} ${to} ${beyond}
          order by a.claimed_at desc, a.claim desc limit ${limit}`)
        .map((rows) => rows.map(fromAttemptRow));
    },

    find(claim) {
      return session
        .rows<StoredAttempt>(
          sql`select ${columns} from ${joined} where a.claim = ${claim} order by a.claimed_at desc limit 1`,
        )
        .map(([row]) => (row === undefined ? null : fromAttemptRow(row)));
    },

    maintain(keepAttemptsDays, keepExchangesDays) {
      days.forget();
      return session
        .rows(sql`
          select ensure_day(parent, (portico_now() at time zone 'UTC')::date + ahead)
          from unnest(array['attempt', 'exchange']) parent cross join generate_series(0, ${daysAhead}::int) ahead`)
        .andThen(() =>
          session.rows(sql`
            select drop_days_before('attempt', (portico_now() at time zone 'UTC')::date - ${keepAttemptsDays}::int),
              drop_days_before('exchange', (portico_now() at time zone 'UTC')::date - ${keepExchangesDays}::int)`),
        )
        .map(() => undefined);
    },

    summary(lanes, from) {
      return session
        .rows<{ lane: number; outcome: AttemptOutcome; count: number; median: number; p95: number }>(sql`
          select lane, outcome, count(*) count, percentile_disc(0.5) within group (order by duration_ms) median,
            percentile_disc(0.95) within group (order by duration_ms) p95
          from attempt where lane = any(${lanes}::int[]) and claimed_at >= ${instantParameter(from)} group by lane, outcome order by lane, outcome`)
        .map((rows) => rows.map(({ median, p95, ...row }) => ({ ...row, medianMs: median, p95Ms: p95 })));
    },
  };
}

interface AttemptRow {
  readonly claimed_at: number;
  readonly claim: number;
  readonly lane: number;
  readonly key: string;
  readonly session: number;
  readonly outcome: AttemptOutcome;
  readonly reason: string | null;
  readonly operation: string | null;
  readonly version: number | null;
  readonly duration_ms: number;
}

interface StoredAttempt extends AttemptRow {
  readonly exchanges: readonly Exchange[] | null;
}

function toAttemptRow(attempt: Attempt): AttemptRow & { readonly exchanges: string } {
  return {
    claimed_at: attempt.claimedAt,
    claim: attempt.claim,
    lane: attempt.lane,
    key: attempt.key,
    session: attempt.session,
    outcome: attempt.outcome,
    reason: attempt.reason === null ? null : storableText(attempt.reason),
    operation: attempt.operation === null ? null : storableText(attempt.operation),
    version: attempt.version,
    duration_ms: Math.round(attempt.durationMs),
    exchanges: storableJson(attempt.exchanges),
  };
}

function fromAttemptRow(row: StoredAttempt): Attempt {
  return {
    claim: row.claim,
    lane: row.lane,
    key: row.key,
    session: row.session,
    claimedAt: row.claimed_at,
    outcome: row.outcome,
    reason: row.reason,
    operation: row.operation,
    version: row.version,
    durationMs: row.duration_ms,
    exchanges: row.exchanges ?? [],
  };
}
