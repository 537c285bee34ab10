import type { WorkStores } from '@portico/core/work';
import type { Contact } from '../database/contact.ts';
import type { Session } from '../database/session.ts';
import { AttemptDays } from './attempt-days.ts';
import { createSqlAttemptLog } from './attempt-log.ts';
import { DueFloors } from './due-floors.ts';
import { createSqlLanes } from './lanes.ts';
import { createSqlSessions } from './sessions.ts';
import { createSqlWorkQueue } from './work-queue.ts';

/** The kernel's stores; what the answer remembers belongs to one process and one database. */
export function createSqlWorkStores(contact: Contact): (session: Session) => WorkStores {
  const floors = new DueFloors();
  const days = new AttemptDays();
  return (session) => ({
    work: createSqlWorkQueue(session, floors),
    sessions: createSqlSessions(session, contact, days),
    lanes: createSqlLanes(session),
    attempts: createSqlAttemptLog(session, days),
  });
}
