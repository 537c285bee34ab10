import { statementsMigration, type MigrationEntry } from './statements-migration.ts';

/**
 * The database's clock is the only clock. Whole milliseconds, so that an instant survives its way through the core; the
 * time of the transaction's begin, so that one transaction sees one time. Tests replace the function.
 */
export const clock: MigrationEntry = statementsMigration('001-clock', [
  `create function portico_now() returns timestamptz language sql stable parallel safe
    as $$ select date_trunc('milliseconds', now()) $$`,

  // A point in time so many milliseconds from now; more than a century is for ever.
  `create function portico_in(ms float8) returns timestamptz language sql stable parallel safe
    as $$ select case when ms > 3.2e12 then 'infinity'::timestamptz else portico_now() + make_interval(secs => ms / 1000) end $$`,

  // Milliseconds since the epoch, and between two instants.
  `create function portico_ms(at timestamptz) returns bigint language sql immutable parallel safe
    as $$ select (extract(epoch from at) * 1000)::bigint $$`,
]);
