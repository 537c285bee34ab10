import type { Instant } from '../ports/instant.ts';
import { fromLocalTime, localDay } from '../workflow/zoned-time.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Where the hours, or the zone's days, from `from` to `to` begin, and at last where the last of them ends. */
export const periodStarts = (
  from: Instant,
  to: Instant,
  step: 'hour' | 'day',
  timezone: string,
): readonly Instant[] => {
  const starts: Instant[] = [];
  if (step === 'hour') {
    const first = Math.floor(from / hourMs) * hourMs;
    for (let at = first; at < to; at += hourMs) starts.push(at);
    return [...starts, (starts.at(-1) ?? first) + hourMs];
  }
  let wall = localDay(from, timezone);
  for (let at = fromLocalTime(wall, timezone); at < to; at = fromLocalTime(wall, timezone)) {
    starts.push(at);
    wall += dayMs;
  }
  return [...starts, fromLocalTime(wall, timezone)];
};
