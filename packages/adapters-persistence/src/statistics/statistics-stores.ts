import type { StatisticsStores } from '@portico/core/statistics';
import type { Session } from '../database/session.ts';
import { createSqlAttemptSums } from './attempt-sums.ts';
import { createSqlStoreSizes } from './store-sizes.ts';

/** What statistics are kept in. */
export function createSqlStatisticsStores(session: Session): StatisticsStores {
  return { attemptSums: createSqlAttemptSums(session), storeSizes: createSqlStoreSizes(session) };
}
