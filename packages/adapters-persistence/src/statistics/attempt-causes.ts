import { sql } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Instant, StoreFailure } from '@portico/core';
import type { CauseSum } from '@portico/core/statistics';
import { causeOf, compareCodePoints, type LaneId } from '@portico/core/work';
import type { Session } from '../database/session.ts';
import { storableJson } from '../database/storable-text.ts';
import { instantParameter } from '../database/values.ts';

/** Different words of one stretch of hours that are looked at; rarer ones are left out. */
const mostWords = 20_000;

/** Failures since, which are put together when somebody asks. */
const mostLive = 2_000;
const troubled = ['failed', 'refused', 'unknown', 'undecidable', 'credentials'];

interface ToldWords {
  readonly lane: number;
  readonly hour: Instant;
  readonly outcome: string;
  readonly words: string;
  readonly count: number;
  readonly last_at: Instant;
}

/** Puts the failures of some hours together by their causes. */
export function sumCauses(session: Session, from: Instant, to: Instant): ResultAsync<void, StoreFailure> {
  const [begin, end] = [instantParameter(from), instantParameter(to)];
  return session
    .rows<ToldWords>(sql`
      select lane, date_trunc('hour', claimed_at, 'UTC') as hour, outcome, left(coalesce(reason, ''), 1000) words, count(*) count, max(claimed_at) last_at
      from attempt where claimed_at >= ${begin} and claimed_at < ${end}
        and outcome = any(${troubled}::text[])
      group by 1, 2, 3, 4 order by count(*) desc limit ${mostWords}`)
    .andThen((told) => {
      const rows = byCause(told);
      return session.rows(sql`delete from attempt_cause where hour >= ${begin} and hour < ${end}`).andThen(() =>
        rows.length === 0
          ? okAsync([])
          : session.rows(sql`
                insert into attempt_cause (lane, hour, outcome, cause, count, last_at, words)
                select * from jsonb_to_recordset(${storableJson(rows)}::jsonb)
                  as i(lane int, hour timestamptz, outcome text, cause text, count bigint, last_at timestamptz, words text)`),
      );
    })
    .map(() => undefined);
}

/** What was summed up of causes, and the latest failures since. */
export function readCauses(
  session: Session,
  lanes: readonly LaneId[],
  from: Instant,
  limit: number,
): ResultAsync<readonly CauseSum[], StoreFailure> {
  const since = instantParameter(from);
  return session
    .rows<CauseSum>(sql`
      select lane, outcome, cause, sum(count) count, max(last_at) "lastAt", (array_agg(words order by last_at desc))[1] words
      from attempt_cause where lane = any(${lanes}::int[]) and hour >= ${since} group by 1, 2, 3`)
    .andThen((kept) =>
      session
        .rows<Omit<CauseSum, 'cause'>>(sql`
          select lane, outcome, 1 as count, claimed_at "lastAt", left(coalesce(reason, ''), 1000) words
          from attempt where lane = any(${lanes}::int[]) and outcome = any(${troubled}::text[])
            and claimed_at >= greatest(${since}::timestamptz, coalesce((select up_to from statistics_mark where name = 'attempt'), '-infinity'))
          order by claimed_at desc limit ${mostLive}`)
        .map((live) =>
          merged([...kept, ...live.map((one) => ({ ...one, cause: causeOf(one.words) }))]).slice(0, limit),
        ),
    );
}

function merged(causes: readonly CauseSum[]): readonly CauseSum[] {
  const groups = Map.groupBy(causes, ({ lane, outcome, cause }) => JSON.stringify([lane, outcome, cause]));
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const last = group.reduce((a, b) => (b.lastAt > a.lastAt ? b : a), first);
      return [{ ...last, count: group.reduce((sum, { count }) => sum + count, 0) }];
    })
    .toSorted((a, b) => b.count - a.count || a.lane - b.lane || compareCodePoints(a.cause, b.cause));
}

function byCause(told: readonly ToldWords[]) {
  const groups = Map.groupBy(told, ({ lane, hour, outcome, words }) =>
    JSON.stringify([lane, hour, outcome, causeOf(words)]),
  );
  return [...groups.values()].flatMap((group) => {
    const last = group.reduce((a, b) => (b.last_at > a.last_at ? b : a));
    return [
      {
        lane: last.lane,
        hour: instantParameter(last.hour),
        outcome: last.outcome,
        cause: causeOf(last.words),
        count: group.reduce((sum, { count }) => sum + count, 0),
        last_at: instantParameter(last.last_at),
        words: last.words,
      },
    ];
  });
}
