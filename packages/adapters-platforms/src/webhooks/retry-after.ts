const longestMs = 24 * 3_600_000;

/** What `Retry-After` (RFC 9110, 10.2.3) asks for, in milliseconds, a day at most; null when it says nothing that can be read. */
export const retryAfterMs = (header: string | undefined, now: number): number | null => {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,10}$/u.test(text)) return Math.min(Number(text) * 1_000, longestMs);
  const at = /^[A-Z][a-z]{2}, /u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), longestMs);
};
