import type { Clock } from '@portico/core';
import type { WorkLog } from '@portico/core/work';

const shown = {
  silent: [],
  error: ['error'],
  info: ['error', 'warn', 'info'],
  debug: ['error', 'warn', 'info'],
} as const;

/** Writes log entries as JSON lines: `{at, level, message, …details}`. */
export const createJsonLog = (level: keyof typeof shown, clock: Clock, write: (line: string) => void): WorkLog => {
  const levels: readonly string[] = shown[level];
  return (entryLevel, message, details) => {
    if (levels.includes(entryLevel))
      write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), level: entryLevel, message, ...details })}\n`);
  };
};
