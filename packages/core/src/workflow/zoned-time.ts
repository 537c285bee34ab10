import type { Instant } from '../ports/instant.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timezone: string): Intl.DateTimeFormat => {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timezone, format);
  return format;
};

/** What clocks in the zone show, as if they showed UTC. */
const wallTime = (format: Intl.DateTimeFormat, instant: Instant): number => {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const millis = ((instant % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, millis);
};

const dayMs = 86_400_000;

/**
 * The instant at which clocks of an IANA zone show `wall` (a local time written as if it were UTC). A time that occurs twice means
 * the first; one that is left out means as long after the gap's beginning as it says.
 */
export const fromLocalTime = (wall: number, timezone: string): Instant => {
  const format = formatOf(timezone);
  const offsetAt = (instant: Instant): number => wallTime(format, instant) - instant;
  // No zone changes twice within two days, so the offset is one of these.
  const before = wall - offsetAt(wall - dayMs);
  const after = wall - offsetAt(wall + dayMs);
  const fits = [before, after].filter((instant) => wallTime(format, instant) === wall);
  return fits.length === 0 ? before : Math.min(...fits);
};

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/u;

/** The last millisecond of the year 9999. */
const latest = 253_402_300_799_999;

/**
 * An ISO 8601 date and time, to the minute or finer; without an offset it is local time of `timezone`. Null when it is none, or
 * lies outside the years 1970 to 9999.
 */
export const parseTimestamp = (text: string, timezone: string): Instant | null => {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const millis = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3));
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 || year < 1969) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, millis);
  const date = new Date(wall);
  // A day that the month does not have rolls over.
  if (date.getUTCDate() !== day || day < 1) return null;
  const instant =
    match[8] !== undefined ? wall : match[9] === undefined ? fromLocalTime(wall, timezone) : withOffset(wall, match);
  return instant === null || instant < 0 || instant > latest ? null : instant;
};

const withOffset = (wall: number, match: RegExpExecArray): Instant | null => {
  const hours = Number(match[10]);
  const minutes = Number(match[11]);
  if (hours > 18 || minutes > 59) return null;
  const offset = (hours * 60 + minutes) * 60_000;
  return match[9] === '-' ? wall + offset : wall - offset;
};

/** The day that clocks of the zone show, its beginning written as if it were UTC. */
export const localDay = (instant: Instant, timezone: string): number =>
  Math.floor(wallTime(formatOf(timezone), instant) / dayMs) * dayMs;
