import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const ps = (pid: number, column: string): string | undefined => {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
};

/** Whether the process still runs; one that has ended and waits to be collected does not. */
export const isRunning = (pid: number): boolean => !(ps(pid, 'stat') ?? 'Z').startsWith('Z');

export function parentOf(pid: number): number {
  const parent = Number(ps(pid, 'ppid'));
  if (!Number.isInteger(parent)) throw new Error(`Process ${pid} is gone`);
  return parent;
}

/** Polls until the answer is neither undefined nor false; throws when `within` milliseconds have passed. */
export async function eventually<T>(what: string, look: () => T | undefined | false, within: number): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`Not within ${within} ms: ${what}`);
    await sleep(20);
  }
}
