import type { Instant, Millis } from '../ports/instant.ts';
import type { JobData } from '../jobs/job.ts';
import { fingerprint } from '../work/fingerprint.ts';
import type { ChangesPlace } from './ports.ts';
import type { Source } from './source.ts';

/** How far a poll is. */
export interface PollPlace {
  /** Which engine this is a place of; one that was changed is read anew. */
  readonly of: string;
  /** Where the round that is under way goes on; null: between two rounds. */
  readonly round: ChangesPlace | null;
  /** Pages that this round has had. */
  readonly pages: number;
  /** The latest change seen, as the engine wrote it, with its task, and when (wall-clock time) it was first seen; null before anything was. */
  readonly seen: { readonly changedAt: string; readonly taskId: string; readonly at: Instant } | null;
  /** Wall-clock time before which the next question must not follow. */
  readonly notBefore: Instant;
  /** What is wrong with the engine now; null when it answers. */
  readonly trouble: string | null;
}

const firstPlace = { round: null, pages: 0, seen: null, notBefore: 0, trouble: null } as const;

/**
 * Where a round begins: far enough back that what was written late is seen. Once the latest change is older than that, nothing can come
 * late any more: what came in one go must not be read again and again.
 */
export const beginRound = ({ seen }: PollPlace, overlapMs: Millis, now: Instant): ChangesPlace => {
  if (seen === null) return { since: null, after: null };
  return now - seen.at > overlapMs
    ? { since: seen.changedAt, after: seen.taskId }
    : { since: earlier(seen.changedAt, overlapMs), after: null };
};

/** The latest change after a page that ended there. */
export const seenAfter = (
  { seen }: PollPlace,
  last: { readonly changedAt: string; readonly taskId: string } | null,
  now: Instant,
): PollPlace['seen'] => {
  if (last === null) return seen;
  const { changedAt, taskId } = last;
  return seen?.changedAt === changedAt && seen.taskId === taskId ? seen : { changedAt, taskId, at: now };
};

export const toPollCheckpoint = (place: PollPlace): JobData => ({ ...place });

/** Where to go on with this engine: where the job is, or where the one before it was. */
export const fromPollCheckpoint = (of: string, ...checkpoints: readonly (JobData | null | undefined)[]): PollPlace => {
  const found = checkpoints.find((one) => one != null && one['of'] === of);
  return found == null ? { ...firstPlace, of } : (found as unknown as PollPlace);
};

/** Names the engine that a source asks: another address or another question is another one. */
export const engineOf = ({ createdAt, settings, secrets }: Source): string =>
  fingerprint({ createdAt, settings, secrets });

const engineTime = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(.*)$/u;
const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A time some milliseconds earlier, in the form in which the engine wrote it, so that it can be compared there. A number is taken as
 * milliseconds, or seconds below 10^11. What is neither stays as it is: then nothing is looked at twice.
 */
export const earlier = (written: string, byMs: Millis): string => {
  if (/^\d{9,16}$/u.test(written))
    return String(Number(written) - (written.length < 12 ? Math.ceil(byMs / 1_000) : byMs));
  const parts = engineTime.exec(written);
  if (parts === null) return written;
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second ?? 0),
  );
  const back = new Date(local - Math.ceil(byMs / 1_000) * 1_000);
  const date = `${back.getUTCFullYear()}-${two(back.getUTCMonth() + 1)}-${two(back.getUTCDate())}`;
  const clock = `${two(back.getUTCHours())}:${two(back.getUTCMinutes())}:${two(back.getUTCSeconds())}`;
  return `${date}${written.includes('T') ? 'T' : ' '}${clock}${fraction === undefined ? '' : `.${fraction}`}${zone ?? ''}`;
};
