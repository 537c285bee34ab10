import { sql } from 'kysely';
import { okAsync } from 'neverthrow';
import { lostWorkers, type LivingSession, type Reaped, type Sessions } from '@portico/core/work';
import type { Contact } from '../database/contact.ts';
import type { Session } from '../database/session.ts';
import type { AttemptDays } from './attempt-days.ts';

/** Worker sessions in SQL. `contact` and `days` are shared by all transactions of the process. */
export function createSqlSessions(session: Session, contact: Contact, days: AttemptDays): Sessions {
  return {
    open(lanes) {
      return session
        .rows<{ id: number }>(
          sql`insert into worker (heartbeat_at, lanes) values (portico_now(), ${lanes}::text[]) returning id`,
        )
        .map(([row]) => row?.id ?? 0);
    },

    beat(worker) {
      return session
        .rows(
          sql`update worker set heartbeat_at = portico_now() where id = ${worker} and revoked_at is null returning 1`,
        )
        .map((rows) => rows.length > 0);
    },

    close(worker) {
      // Revoked, not deleted: should it hold a claim after all, the next takeover finds it.
      return session
        .rows(sql`update worker set revoked_at = portico_now() where id = ${worker} and revoked_at is null`)
        .map(() => undefined);
    },

    living() {
      return session.rows<LivingSession>(sql`select id, lanes from worker where revoked_at is null order by id`);
    },

    revokeStale(staleAfterMs, except) {
      // After an outage everybody's last sign of life is old; it counts from when this process could have seen one.
      if (contact.unbrokenForMs() < staleAfterMs) return okAsync([]);
      return session
        .rows<{ id: number }>(sql`
          update worker set revoked_at = portico_now() where id in (
            select id from worker where revoked_at is null and id is distinct from ${except}::bigint
              and (${staleAfterMs}::float8 = 0
                or greatest(heartbeat_at, pg_postmaster_start_time()) <= portico_in(-(${staleAfterMs}::float8)))
            order by id for update)
          returning id`)
        .map((rows) => rows.map(({ id }) => id));
    },

    takeOver(poisonAt, limit) {
      return session
        .rows<{ id: number }>(sql`select id from worker where revoked_at is not null order by id for update`)
        .andThen((revoked) => {
          if (revoked.length === 0) return okAsync([]);
          const workers = revoked.map(({ id }) => id);
          return session
            .rows<{ lane: number; key: string; claim: number; claimed_at: number }>(sql`
              select lane, key, claim, claimed_at from work where claimed_by = any(${workers}::bigint[])
              order by lane, key limit ${limit} for update`)
            .andThen((lost) =>
              days
                .ensure(
                  session,
                  lost.map(({ claimed_at }) => claimed_at),
                )
                .andThen(() => session.rows<Reaped>(takeOver(lost, poisonAt)))
                .andThen((reaped) =>
                  // Nobody can claim for a revoked session: once its claims are gone, so is it.
                  lost.length < limit
                    ? session.rows(sql`delete from worker where id = any(${workers}::bigint[])`).map(() => reaped)
                    : okAsync(reaped),
                ),
            );
        });
    },
  };
}

function takeOver(lost: readonly { readonly lane: number; readonly key: string }[], poisonAt: number) {
  return sql<Reaped>`
    with l as materialized (
      select w.* from unnest(${lost.map(({ lane }) => lane)}::int[], ${lost.map(({ key }) => key)}::text[]) i(lane, key)
      join work w on w.lane = i.lane and w.key = i.key collate "C"),
    a as (insert into attempt (claimed_at, claim, lane, key, session, outcome, duration_ms)
      select claimed_at, claim, lane, key, claimed_by, 'interrupted', greatest(0, portico_ms(portico_now()) - portico_ms(claimed_at))
      from l order by claimed_at, claim on conflict do nothing),
    u as (update work w set claim = null, claimed_by = null, claimed_generation = null, claimed_at = null,
      crashes = w.crashes + 1, uncertain_since = portico_now(),
      attempts = case when w.generation <> w.claimed_generation then 0 else w.attempts end,
      failing_mark = case when w.generation <> w.claimed_generation then null else w.failing_mark end,
      parked = case when w.crashes + 1 >= ${poisonAt} and w.generation = w.claimed_generation then 'poison' end,
      cause = case when w.crashes + 1 >= ${poisonAt} and w.generation = w.claimed_generation then ${lostWorkers} else w.cause end,
      failed_at = case when w.crashes + 1 >= ${poisonAt} and w.generation = w.claimed_generation then portico_now() else w.failed_at end,
      due_at = case when w.crashes + 1 >= ${poisonAt} and w.generation = w.claimed_generation then 'infinity' else portico_now() end
      from l where w.lane = l.lane and w.key = l.key)
    select lane, key, claim, crashes + 1 as crashes, crashes + 1 >= ${poisonAt} and generation = claimed_generation as parked
    from l order by lane, key`;
}
