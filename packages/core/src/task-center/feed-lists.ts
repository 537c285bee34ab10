import { err, ok, safeTry } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import { boundedLimit } from './context.ts';
import { cursorNumber, readCursor, writeCursor } from './cursor.ts';
import type { FeedDependencies } from './feed-context.ts';
import type { FeedCountRow, FeedPlace } from './feed-ports.ts';
import type { Feed, FeedCounts, FeedState } from './feed.ts';
import type { TodoState } from './todo.ts';

export const statesOf = (state: FeedState): readonly TodoState[] => (state === 'all' ? ['open', 'done'] : [state]);

export const createListFor =
  ({ transactor }: FeedDependencies): Feed['listFor'] =>
  (tenant, personId, { state, scope }, cursor, limit) =>
    safeTry(async function* () {
      const parts = yield* readCursor(cursor, 3);
      const version = parts === null ? ok(0) : cursorNumber(parts[0]);
      if (version.isErr()) return err(version.error);
      const after =
        parts === null ? null : { version: version.value, taskId: parts[1] ?? '', assigneeId: parts[2] ?? '' };
      const wanted = boundedLimit(limit);
      const filter = { assigneeId: personId, states: statesOf(state), scope };
      const items = yield* transactor.run(({ feed }) => feed.page(tenant, filter, { after, offset: 0 }, wanted));
      const last = items.length < wanted ? undefined : items.at(-1);
      return ok({
        items,
        nextCursor: last === undefined ? null : writeCursor(last.version, last.taskId, last.assignee.id),
      });
    });

/** Adds rows up, so that each category has one. */
export const countsOf = (rows: readonly FeedCountRow[]): FeedCounts => {
  const categories = new Map<string | null, { open: number; done: number }>();
  const counts = { open: 0, done: 0 };
  for (const { state, category, count } of rows) {
    if (state === 'withdrawn') continue;
    const own = categories.get(category) ?? { open: 0, done: 0 };
    own[state] += count;
    counts[state] += count;
    categories.set(category, own);
  }
  const ordered = [...categories].toSorted(([a], [b]) =>
    a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1,
  );
  return { ...counts, categories: ordered.map(([category, own]) => ({ category, ...own })) };
};

export const createCountFor =
  ({ transactor }: FeedDependencies): Feed['countFor'] =>
  (tenant, personId, scope) =>
    transactor
      .run(({ feed }) => feed.count(tenant, { assigneeId: personId, states: ['open', 'done'], scope }))
      .map(countsOf);

/** Longer than any transaction that writes to-dos may last. */
const overlapMs: Millis = 60_000;

/** Where a walk through the changes is: `floor` is what it will begin from again, so that what commits late is not missed. */
interface Walk {
  readonly place: FeedPlace | null;
  readonly floor: Instant | null;
}

const nextWalk = (walk: Walk, last: FeedPlace | null, now: Instant, more: boolean): Walk => {
  const floor = walk.floor ?? Math.max(0, now - overlapMs);
  const place = last ?? walk.place;
  if (more) return { place, floor };
  const settled = place !== null && place.changedAt <= floor;
  return { place: settled ? place : { changedAt: floor, taskId: '', assigneeId: '' }, floor: null };
};

const maxChanges = 1_000;

export const createListChanges =
  ({ transactor }: FeedDependencies): Feed['listChanges'] =>
  (tenant, { personId, scope }, cursor, limit) =>
    safeTry(async function* () {
      const parts = yield* readCursor(cursor, 4);
      const numbers: number[] = [];
      for (const part of parts === null ? [] : [parts[0], parts[3]]) {
        const number = part === '' ? ok(-1) : cursorNumber(part);
        if (number.isErr()) return err(number.error);
        numbers.push(number.value);
      }
      const [changedAt = -1, floor = -1] = numbers;
      const walk: Walk = {
        place: parts === null ? null : { changedAt, taskId: parts[1] ?? '', assigneeId: parts[2] ?? '' },
        floor: floor < 0 ? null : floor,
      };
      const wanted = Math.min(maxChanges, Math.max(1, Math.trunc(limit) || 1));
      const filter = { assigneeId: personId, states: null, scope };
      const { now, items } = yield* transactor.run(({ feed }) => feed.changes(tenant, filter, walk.place, wanted));
      const last = items.at(-1);
      const lastPlace =
        last === undefined
          ? null
          : { changedAt: last.changedAt, taskId: last.todo.taskId, assigneeId: last.todo.assignee.id };
      const more = items.length === wanted;
      const next = nextWalk(walk, lastPlace, now, more);
      const place = next.place ?? { changedAt: 0, taskId: '', assigneeId: '' };
      return ok({
        items,
        cursor: writeCursor(place.changedAt, place.taskId, place.assigneeId, next.floor ?? ''),
        more,
      });
    });
