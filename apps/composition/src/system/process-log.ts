import type { WorkLog } from '@portico/core/work';
import type { Configuration } from '../configuration/configuration.ts';
import { createJsonLog } from './json-log.ts';
import { systemClock } from './system-clock.ts';

/** The log of this process: JSON lines on standard error. */
export const processLog = (level: Configuration['log']): WorkLog =>
  createJsonLog(level, systemClock, (line) => process.stderr.write(line));
