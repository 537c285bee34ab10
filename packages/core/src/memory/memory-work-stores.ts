import type { WorkStores } from '../work/ports.ts';
import { createMemoryAttemptLog } from './memory-attempt-log.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { createMemoryLanes } from './memory-lanes.ts';
import { createMemorySessions } from './memory-sessions.ts';
import { createMemoryWorkQueue } from './memory-work-queue.ts';

/** The kernel's stores over a memory database. */
export const createMemoryWorkStores = (database: MemoryDatabase): WorkStores => ({
  work: createMemoryWorkQueue(database),
  sessions: createMemorySessions(database),
  lanes: createMemoryLanes(database),
  attempts: createMemoryAttemptLog(database),
});
