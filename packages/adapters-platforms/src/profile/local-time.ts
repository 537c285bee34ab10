const quarterHour = 900_000;
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** How far a zone is ahead of UTC at an instant, in milliseconds. Zones change on quarters of an hour only, so those are remembered. */
const offsetReader = (timezone: string): ((instant: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / quarterHour);
    const remembered = known.get(quarter);
    if (remembered !== undefined) return remembered;
    const parts = Object.fromEntries(
      format.formatToParts(quarter * quarterHour).map(({ type, value }) => [type, value]),
    );
    const number = (name: string): number => Number(parts[name]);
    const year = parts['era'] === 'BC' ? 1 - number('year') : number('year');
    const local = new Date(0);
    local.setUTCFullYear(year, number('month') - 1, number('day'));
    local.setUTCHours(number('hour'), number('minute'), number('second'));
    const offset = local.getTime() - quarter * quarterHour;
    if (known.size >= 1_000) known.clear();
    known.set(quarter, offset);
    return offset;
  };
};

/** Whether a name is a time zone that this machine knows. */
export const isTimezone = (timezone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: timezone }).format(0);
    return true;
  } catch {
    return false;
  }
};

/** Formats epoch milliseconds as `yyyy-MM-dd HH:mm:ss` in a zone; null when they are out of the years 1 to 9999. */
export const localTimeIn = (timezone: string): ((instant: number) => string | null) => {
  const offsetAt = offsetReader(timezone);
  return (instant) => {
    if (!(instant > -62_135_000_000_000 && instant < 253_402_000_000_000)) return null;
    const local = new Date(instant + offsetAt(instant));
    const date = `${pad(local.getUTCFullYear(), 4)}-${pad(local.getUTCMonth() + 1, 2)}-${pad(local.getUTCDate(), 2)}`;
    return `${date} ${pad(local.getUTCHours(), 2)}:${pad(local.getUTCMinutes(), 2)}:${pad(local.getUTCSeconds(), 2)}`;
  };
};
