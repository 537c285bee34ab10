import { okAsync } from 'neverthrow';
import type { Attempt } from '../work/attempt.ts';
import type { AttemptLog, AttemptSummary } from '../work/ports.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { attemptTable } from './memory-work-rows.ts';

const dayMs = 24 * 3_600_000;

/** The attempt log in memory. */
export const createMemoryAttemptLog = (database: MemoryDatabase): AttemptLog => {
  const attempts = attemptTable(database);
  return {
    record: (records) => {
      for (const attempt of records) attempts.set(String(attempt.claim), attempt);
      return okAsync(undefined);
    },
    list: (filter, after, limit) => {
      const lanes = new Set(filter.lanes);
      const keys = filter.keys === null ? null : new Set(filter.keys);
      const outcomes = filter.outcomes === null ? null : new Set(filter.outcomes);
      const found = attempts
        .all()
        .filter(
          (attempt) =>
            lanes.has(attempt.lane) &&
            (keys === null || keys.has(attempt.key)) &&
            (outcomes === null || outcomes.has(attempt.outcome)) &&
            (filter.from === null || attempt.claimedAt >= filter.from) &&
            (filter.to === null || attempt.claimedAt < filter.to) &&
            (after === null || newestFirst(after, attempt) < 0),
        );
      return okAsync(found.sort(newestFirst).slice(0, limit));
    },
    find: (claim) => okAsync(attempts.get(String(claim)) ?? null),
    maintain: (keepAttemptsDays, keepExchangesDays) => {
      const now = database.now();
      for (const attempt of attempts.all()) {
        if (attempt.claimedAt < now - keepAttemptsDays * dayMs) attempts.delete(String(attempt.claim));
        else if (attempt.claimedAt < now - keepExchangesDays * dayMs && attempt.exchanges.length > 0) {
          attempts.set(String(attempt.claim), { ...attempt, exchanges: [] });
        }
      }
      return okAsync(undefined);
    },
    summary: (lanes, from) => {
      const groups = new Map<string, Attempt[]>();
      for (const attempt of attempts.values()) {
        if (!lanes.includes(attempt.lane) || attempt.claimedAt < from) continue;
        const name = `${attempt.lane} ${attempt.outcome}`;
        const group = groups.get(name);
        if (group === undefined) groups.set(name, [attempt]);
        else group.push(attempt);
      }
      return okAsync([...groups.values()].map(summarise));
    },
  };
};

type Place = Pick<Attempt, 'claimedAt' | 'claim'>;

const newestFirst = (a: Place, b: Place): number => b.claimedAt - a.claimedAt || b.claim - a.claim;

const summarise = (group: readonly Attempt[]): AttemptSummary => {
  const durations = group.map((attempt) => attempt.durationMs).sort((a, b) => a - b);
  const percentile = (share: number): number => durations[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? 0;
  const [first] = group;
  return {
    lane: first?.lane ?? 0,
    outcome: first?.outcome ?? 'done',
    count: group.length,
    medianMs: percentile(0.5),
    p95Ms: percentile(0.95),
  };
};
