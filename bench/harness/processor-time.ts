import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever its kernel ticks at. */
const microsPerTick = 10_000;

/** Processor time that each of these processes has used, in microseconds; null for one that is gone, or where there is no /proc. */
export const processorTimes = (pids: readonly number[]): ReadonlyMap<number, number | null> =>
  new Map(pids.map((pid) => [pid, processorTime(pid)]));

const processorTime = (pid: number): number | null => {
  try {
    // The name, in parentheses, may hold spaces; user and system time are the 14th and 15th field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * microsPerTick;
  } catch {
    return null;
  }
};

/** What was used between two readings, by those that lived at the second; null when nobody could be read. */
export const usedBetween = (
  before: ReadonlyMap<number, number | null>,
  after: ReadonlyMap<number, number | null>,
): number | null => {
  let used: number | null = null;
  for (const [pid, time] of after) if (time !== null) used = (used ?? 0) + time - (before.get(pid) ?? 0);
  return used;
};

/** Resident memory of a process in bytes; null where it cannot be read. */
export const residentBytes = (pid: number): number | null => {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) * 1_024;
  } catch {
    return null;
  }
};
