import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import type { Claim, ParkReason, WorkQueue } from '@portico/core/work';
import type { Session } from '../database/session.ts';
import { instantParameter } from '../database/values.ts';
import { classCode, classOf } from './class-code.ts';
import type { DueFloors } from './due-floors.ts';
import { readTroubled, readTroubles } from './troubles.ts';

/** The work rows in SQL. `floors` is shared by all transactions of the process. */
export function createSqlWorkQueue(session: Session, floors: DueFloors): WorkQueue {
  return {
    schedule(items) {
      if (items.length === 0) return okAsync(undefined);
      return session
        .rows(sql`
          insert into work as w (lane, key, class, due_at, uncertain_since, trace)
          select lane, key collate "C", min(class), portico_in(min(delay)), case when bool_or(uncertain) then portico_now() end, max(trace)
          from unnest(${items.map(({ lane }) => lane)}::int[], ${items.map(({ key }) => key)}::text[],
            ${items.map((item) => classCode(item.class))}::smallint[], ${items.map(({ delayMs }) => delayMs)}::float8[],
            ${items.map(({ uncertain }) => uncertain)}::bool[], ${items.map((item) => item.trace ?? null)}::text[])
            t(lane, key, class, delay, uncertain, trace)
          group by 1, 2 order by 1, 2
          on conflict (lane, key) do update set
            generation = w.generation + 1, attempts = 0, failing_mark = null, parked = null,
            class = least(w.class, excluded.class),
            uncertain_since = coalesce(excluded.uncertain_since, w.uncertain_since), trace = coalesce(excluded.trace, w.trace),
            -- A row that changes its class must not come in below the due-scans of the new one.
            due_at = case when w.claim is null then greatest(w.not_before, least(w.due_at, excluded.due_at),
              case when excluded.class < w.class then portico_now() end) else w.due_at end`)
        .map(() => undefined);
    },

    claim(worker, wants) {
      const scans = wants
        .filter(({ count }) => count > 0)
        .map((want) => ({ ...want, floor: floors.next(want.lane, want.class) }));
      if (scans.length === 0) return okAsync([]);
      // Every part is materialized: inlined, LIMIT would be planned anew per row and claim more than was asked for.
      return session
        .rows<ClaimedRow>(sql`
          with s as materialized (select id from worker where id = ${worker} and revoked_at is null for share),
          o as materialized (select want.*, lane_clock(l) as clock from s
            cross join unnest(${scans.map(({ lane }) => lane)}::int[], ${scans.map((scan) => classCode(scan.class))}::smallint[],
              ${scans.map(({ count }) => count)}::int[], ${scans.map(({ floor }) => instantParameter(floor))}::timestamptz[])
              with ordinality want(lane, class, n, floor, scan)
            join lane l on l.id = want.lane and not l.paused and l.closed_until <= portico_now()),
          c as materialized (select o.scan, o.clock, r.* from o cross join lateral (
            select w.lane, w.key from work w
            where w.lane = o.lane and w.class = o.class and w.claim is null and w.due_at between o.floor and portico_now()
            order by w.due_at limit o.n for update skip locked) r),
          u as (update work w set claim = nextval('claim_id'), claimed_generation = generation, claimed_by = ${worker}, claimed_at = portico_now()
            from c where w.lane = c.lane and w.key = c.key
            returning c.scan, w.claim, w.lane, w.key, w.class, w.generation, w.attempts, w.crashes, w.due_at, w.claimed_at,
              case when w.failing_mark is null then 0 else greatest(0, c.clock - w.failing_mark) end failing_ms,
              greatest(0, portico_ms(portico_now()) - portico_ms(w.uncertain_since)) uncertain_ms, w.uncertain_since is not null as uncertain, w.trace)
          select o.scan as open_scan, portico_now() now, u.* from o left join u on u.scan = o.scan`)
        .map((rows) => {
          scans.forEach((scan, index) => {
            const found = rows.filter((row) => row.open_scan === index + 1);
            const first = found[0];
            if (first === undefined) return;
            const claimed = found.flatMap((row) => (row.claim === null ? [] : [row.due_at]));
            const oldest = claimed.length < scan.count ? first.now : Math.min(...claimed);
            floors.raise(scan.lane, scan.class, scan.floor, oldest);
          });
          return rows
            .filter((row) => row.claim !== null)
            .sort((a, b) => a.due_at - b.due_at || (a.claim ?? 0) - (b.claim ?? 0))
            .map(toClaim);
        });
    },

    settle(items) {
      if (items.length === 0) return okAsync([]);
      // Who stays without a new time stays in the past; everybody else is gone, parked, or due from now on.
      for (const { lane, verdict, delayMs } of items)
        if (delayMs === null && (verdict === 'retry' || verdict === 'release')) floors.forget(lane);
      // Locks first, then acts on the locked values; a schedule that races it is either seen as moved or comes after.
      return session.rows<{ claim: number; lane: number; key: string; moved: boolean }>(sql`
        with l as materialized (
          select i.*, w.moved, (select lane_clock(ln) from lane ln where ln.id = i.lane) as clock
          from (select * from unnest(${items.map(({ lane }) => lane)}::int[], ${items.map(({ key }) => key)}::text[], ${items.map(({ claim }) => claim)}::bigint[],
            ${items.map(({ verdict }) => verdict)}::text[], ${items.map(({ parked }) => parked)}::text[],
            ${items.map(({ counted }) => (counted ? 1 : 0))}::int[], ${items.map(({ uncertain }) => uncertain)}::bool[],
            ${items.map(({ delayMs }) => delayMs)}::float8[], ${items.map(({ cause }) => cause ?? null)}::text[])
            i(lane, key, claim, verdict, parked, counted, uncertain, delay, cause)
            order by lane, key collate "C") i
          cross join lateral (select w.generation <> w.claimed_generation as moved from work w
            where w.lane = i.lane and w.key = i.key collate "C" and w.claim = i.claim for update) w),
        d as (delete from work w using l where w.lane = l.lane and w.key = l.key collate "C" and l.verdict = 'done' and not l.moved),
        u as (update work w set claim = null, claimed_by = null, claimed_generation = null, claimed_at = null,
          crashes = case when l.verdict = 'release' then w.crashes else 0 end,
          uncertain_since = case when l.uncertain then case when l.counted = 1 then portico_now() else coalesce(w.uncertain_since, portico_now()) end
            when l.moved then w.uncertain_since end,
          attempts = case when l.moved or l.verdict = 'again' then 0 else w.attempts + l.counted end,
          failing_mark = case when l.moved or l.verdict = 'again' then null
            when l.counted = 1 then coalesce(w.failing_mark, l.clock) else w.failing_mark end,
          class = case when l.moved or l.verdict = 'again' then w.class else greatest(w.class, l.counted) end,
          parked = case when l.verdict = 'park' and not l.moved then l.parked end,
          cause = coalesce(l.cause, w.cause), failed_at = case when l.cause is null then w.failed_at else portico_now() end,
          not_before = coalesce(portico_in(l.delay), w.not_before),
          due_at = case when l.moved or l.verdict = 'again' then greatest(portico_now(), portico_in(l.delay))
            when l.verdict = 'park' then 'infinity' else coalesce(portico_in(l.delay), w.due_at) end
          from l where w.lane = l.lane and w.key = l.key collate "C" and (l.verdict <> 'done' or l.moved))
        select claim, lane, key, moved from l`);
    },

    nextDueInMs(lanes) {
      return session
        .rows<{ ms: number | null }>(sql`
          select min(greatest(0, portico_ms(greatest(r.due_at, l.closed_until)) - portico_ms(portico_now())))
            filter (where l.closed_until < 'infinity') ms
          from lane l cross join generate_series(0, 2) c(class)
          cross join lateral (select w.due_at from work w where w.lane = l.id and w.class = c.class and w.claim is null
            and w.due_at < 'infinity' order by w.due_at limit 1) r
          where l.id = any(${lanes}::int[]) and not l.paused`)
        .map((rows) => rows[0]?.ms ?? null);
    },

    redrive(lane, reasons, workClass, limit) {
      return session
        .rows(sql`
          with c as materialized (select lane, key from work where lane = ${lane} and parked = any(${reasons}::text[]) and claim is null
            order by key limit ${limit} for update)
          update work w set parked = null, generation = w.generation + 1, attempts = 0, failing_mark = null, class = ${classCode(workClass)},
            due_at = greatest(w.not_before, portico_now()) from c where w.lane = c.lane and w.key = c.key returning 1`)
        .map((rows) => rows.length);
    },

    forget(lane, key) {
      return session
        .rows(sql`delete from work where lane = ${lane} and key = ${key} and claim is null returning 1`)
        .map((rows) => rows.length > 0);
    },

    find(keys) {
      if (keys.length === 0) return okAsync([]);
      return session
        .rows<StateRow>(sql`
          select w.* from (select distinct * from unnest(${keys.map(({ lane }) => lane)}::int[], ${keys.map(({ key }) => key)}::text[])
            k(lane, key)) k join work w on w.lane = k.lane and w.key = k.key collate "C" order by w.lane, w.key`)
        .map((rows) =>
          rows.map((row) => ({
            lane: row.lane,
            key: row.key,
            class: classOf(row.class),
            dueAt: row.parked === null ? row.due_at : null,
            generation: row.generation,
            attempts: row.attempts,
            uncertain: row.uncertain_since !== null,
            crashes: row.crashes,
            parked: row.parked,
            claimed: row.claim !== null,
          })),
        );
    },

    troubles: (lanes, limit) => readTroubles(session, lanes, limit),

    troubled: (group, afterKey, limit) => readTroubled(session, group, afterKey, limit),

    hasten(lane, keys, workClass) {
      if (keys.length === 0) return okAsync(0);
      return session
        .rows(sql`
          with c as materialized (select w.lane, w.key from (select distinct unnest(${keys}::text[]) collate "C" as key order by 1) k
            cross join lateral (select lane, key from work where lane = ${lane} and key = k.key and claim is null for update) w)
          update work w set parked = null, generation = w.generation + 1, attempts = 0, failing_mark = null, class = ${classCode(workClass)},
            not_before = '-infinity', due_at = portico_now() from c where w.lane = c.lane and w.key = c.key returning 1`)
        .map((rows) => rows.length);
    },

    depths(lanes) {
      return session
        .rows<DepthRow>(sql`
          select want.lane,
            count(w.lane) filter (where claim is null and parked is null and due_at <= portico_now()) due,
            count(w.lane) filter (where claim is null and parked is null and due_at > portico_now()) scheduled,
            count(claim) claimed, count(parked) parked, count(uncertain_since) uncertain,
            max(portico_ms(portico_now()) - portico_ms(due_at)) filter (where claim is null and parked is null and due_at <= portico_now()) oldest
          from unnest(${lanes}::int[]) with ordinality want(lane, place) left join work w on w.lane = want.lane
          group by want.lane, want.place order by want.place`)
        .map((rows) => rows.map(({ oldest, ...depth }) => ({ ...depth, oldestDueMs: oldest })));
    },
  };
}

interface ClaimedRow {
  readonly open_scan: number;
  readonly now: number;
  readonly claim: number | null;
  readonly lane: number;
  readonly key: string;
  readonly class: number;
  readonly generation: number;
  readonly attempts: number;
  readonly crashes: number;
  readonly due_at: number;
  readonly claimed_at: number;
  readonly failing_ms: number;
  readonly uncertain_ms: number | null;
  readonly uncertain: boolean;
  readonly trace: string | null;
}

interface StateRow {
  readonly lane: number;
  readonly key: string;
  readonly class: number;
  readonly due_at: number;
  readonly generation: number;
  readonly attempts: number;
  readonly uncertain_since: number | null;
  readonly crashes: number;
  readonly parked: ParkReason | null;
  readonly claim: number | null;
}

interface DepthRow {
  readonly lane: number;
  readonly due: number;
  readonly scheduled: number;
  readonly claimed: number;
  readonly parked: number;
  readonly uncertain: number;
  readonly oldest: number | null;
}

function toClaim(row: ClaimedRow): Claim {
  return {
    id: row.claim ?? 0,
    lane: row.lane,
    key: row.key,
    class: classOf(row.class),
    generation: row.generation,
    attempts: row.attempts,
    uncertain: row.uncertain,
    crashes: row.crashes,
    claimedAt: row.claimed_at,
    failingForMs: row.failing_ms,
    uncertainForMs: row.uncertain ? row.uncertain_ms : null,
    trace: row.trace,
  };
}
