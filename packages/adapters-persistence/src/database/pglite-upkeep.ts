import { sql, type Kysely } from 'kysely';

const everyMs = 10_000;

/** Tables that autovacuum would look after by now; the thresholds are its own, `work` being churned hardest. */
const neglected = sql<{ name: string }>`
  select quote_ident(relname) as name from pg_stat_user_tables
  where n_dead_tup > 200 + case when relname = 'work' then 0.01 else 0.1 end * n_live_tup or n_mod_since_analyze > 200 + 0.1 * n_live_tup
  order by relname`;

/**
 * PGlite is one process and has no autovacuum: without this, scans walk through ever more dead rows, and the planner guesses
 * without statistics. One table at a time, so that others get their turn in between. Answers how to stop it.
 */
export function startPgliteUpkeep(kysely: Kysely<unknown>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const timer = setInterval(() => {
    running = running
      .then(() => (stopped ? [] : tidy(kysely, () => stopped)))
      .then(
        () => {},
        () => {
          // Only upkeep: whatever is wrong shows where somebody waits for an answer, and the next round comes anyway.
        },
      );
  }, everyMs);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
    return running;
  };
}

/** One round. */
export async function tidy(
  kysely: Kysely<unknown>,
  isStopped: () => boolean = () => false,
): Promise<readonly string[]> {
  const { rows } = await neglected.execute(kysely);
  for (const { name } of rows) {
    if (isStopped()) break;
    await sql.raw(`vacuum (analyze) ${name}`).execute(kysely);
  }
  return rows.map(({ name }) => name);
}
