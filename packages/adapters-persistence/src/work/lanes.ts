import { sql, type RawBuilder } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { LaneId, Lanes } from '@portico/core/work';
import type { Session } from '../database/session.ts';
import { fromLaneRow, type LaneRow } from './lane-row.ts';

const columns = sql`id, tenant, name, config, config_version, paused, closed_until, closed_reason, trips`;

/** The lanes in SQL. */
export function createSqlLanes(session: Session): Lanes {
  const change = (lane: LaneId, assignments: RawBuilder<unknown>): ResultAsync<void, StoreFailure> =>
    session.rows(sql`update lane set ${assignments} where id = ${lane}`).map(() => undefined);

  return {
    ensure(lanes) {
      if (lanes.length === 0) return okAsync([]);
      const tenants = lanes.map(({ tenant }) => tenant);
      const names = lanes.map(({ name }) => name);
      return session
        .rows(sql`
          insert into lane (tenant, name, config)
          select distinct on (tenant, name) tenant, name, config
          from unnest(${tenants}::text[], ${names}::text[], ${lanes.map(({ config }) => JSON.stringify(config))}::jsonb[]) with ordinality i(tenant, name, config, place)
          where not exists (select from lane l where l.tenant = i.tenant and l.name = i.name)
          order by tenant, name, place
          on conflict (tenant, name) do nothing`)
        .andThen(() =>
          session.rows<LaneRow>(sql`
            select l.* from unnest(${tenants}::text[], ${names}::text[]) with ordinality i(tenant, name, place)
            join lane l on l.tenant = i.tenant and l.name = i.name order by i.place`),
        )
        .map((rows) => rows.map(fromLaneRow));
    },

    list(tenant) {
      return session
        .rows<LaneRow>(
          sql`select ${columns} from lane where ${tenant}::text is null or tenant = ${tenant} order by tenant, name`,
        )
        .map((rows) => rows.map(fromLaneRow));
    },

    find({ tenant, name }) {
      return session
        .rows<LaneRow>(sql`select ${columns} from lane where tenant = ${tenant} and name = ${name}`)
        .map(([row]) => (row === undefined ? null : fromLaneRow(row)));
    },

    configure(lane, config) {
      return change(lane, sql`config = ${JSON.stringify(config)}::jsonb, config_version = config_version + 1`);
    },

    setPaused(lane, paused) {
      return change(lane, sql`paused = ${paused}`);
    },

    close(lane, forMs, reason, trip) {
      // The reason is that of whichever closing lasts longest. A trip while tripped and closed is the same opening of the
      // breaker, told by another worker.
      return change(
        lane,
        sql`closed_reason = case when portico_in(${forMs}) >= closed_until then ${reason} else closed_reason end,
          closed_until = greatest(closed_until, portico_in(${forMs})), probe_until = 'epoch',
          trips = trips + case when ${trip}::bool and not (closed_until > portico_now() and trips > 0) then 1 else 0 end`,
      );
    },

    takeProbe(lane, forMs) {
      return session
        .rows(sql`
          update lane set probe_until = portico_in(${forMs})
          where id = ${lane} and not paused and trips > 0 and closed_until <= portico_now() and probe_until <= portico_now() returning 1`)
        .map((rows) => rows.length > 0);
    },

    reopen(lane) {
      return change(lane, sql`closed_until = 'epoch', closed_reason = null, trips = 0, probe_until = 'epoch'`);
    },

    remove(lane) {
      return session
        .rows(sql`delete from work where lane = ${lane}`)
        .andThen(() => session.rows(sql`delete from lane where id = ${lane}`))
        .map(() => undefined);
    },
  };
}
