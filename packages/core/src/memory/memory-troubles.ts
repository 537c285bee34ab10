import { compareCodePoints } from '../work/code-point-order.ts';
import type { LaneId } from '../work/lane.ts';
import type { Trouble, TroubledStanding, TroubleGroup } from '../work/trouble.ts';
import type { WorkRow } from './memory-work-rows.ts';

const standingOf = (row: WorkRow): TroubledStanding | null => row.parked ?? (row.attempts > 0 ? 'failing' : null);

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Rows that are in trouble, put together; the largest groups first, then by lane, standing and cause. */
export const troublesOf = (rows: readonly WorkRow[], lanes: readonly LaneId[]): readonly Trouble[] => {
  const groups = new Map<string, Trouble>();
  for (const row of rows) {
    const standing = standingOf(row);
    if (standing === null || !lanes.includes(row.lane)) continue;
    const { lane, failedAt } = row;
    const cause = row.cause ?? '';
    const name = JSON.stringify([lane, standing, cause]);
    const group = groups.get(name) ?? {
      lane,
      standing,
      cause,
      count: 0,
      uncertain: 0,
      oldest: null,
      newest: null,
      sample: row.key,
    };
    groups.set(name, {
      ...group,
      count: group.count + 1,
      uncertain: group.uncertain + (row.uncertainSince === null ? 0 : 1),
      oldest: earlier(group.oldest, failedAt),
      newest: later(group.newest, failedAt),
      sample: compareCodePoints(row.key, group.sample) < 0 ? row.key : group.sample,
    });
  }
  return [...groups.values()].toSorted(
    (a, b) =>
      b.count - a.count ||
      a.lane - b.lane ||
      compareCodePoints(a.standing, b.standing) ||
      compareCodePoints(a.cause, b.cause),
  );
};

/** The keys of one group, by key. */
export const keysInTrouble = (
  rows: readonly WorkRow[],
  { lane, standing, cause }: TroubleGroup,
  afterKey: string | null,
): readonly string[] =>
  rows
    .filter((row) => row.lane === lane && standingOf(row) === standing && (row.cause ?? '') === cause)
    .map(({ key }) => key)
    .filter((key) => afterKey === null || compareCodePoints(key, afterKey) > 0)
    .toSorted(compareCodePoints);
