const two = (value: number): string => String(value).padStart(2, '0');

/** An instant of the API in the zone of this machine (TZ), to the second; what is no instant stays as it is. */
export const localTime = (iso: string): string => {
  const at = new Date(iso);
  if (iso === '' || Number.isNaN(at.getTime())) return iso;
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
};

const steps = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
] as const;

/** A span as people read it: its two largest parts. */
export const spanText = (ms: number): string => {
  if (ms === 0) return '0 s';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const parts: string[] = [];
  let left = ms;
  for (const [size, unit] of steps) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
    left -= count * size;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
};
