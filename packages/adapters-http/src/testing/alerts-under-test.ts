import type { Clock, Ids } from '@portico/core';
import { createAlerts, type AlertSignals, type RunningAlerts } from '@portico/core/alerts';
import { createMemoryDatabase, createMemoryStores, createMemoryTransactor } from '@portico/core/memory';
import { okAsync } from 'neverthrow';

const signals: AlertSignals = {
  lanes: [
    {
      name: 'push/jinzhi',
      trips: 0,
      credentialsRejected: false,
      waiting: 0,
      parked: 30,
      oldestDueMs: null,
      succeeded: 0,
      failed: 0,
    },
  ],
  sweeps: [],
  jobs: [{ kind: 'repush', subject: null, failure: '平台不可达', silent: false }],
};

/** Real alerts in memory, of a tenant in which some things do not go well: 30 are parked at jinzhi, and a job failed. */
export const createAlertsUnderTest = (clock: Clock, ids: Ids): RunningAlerts =>
  createAlerts({
    transactor: createMemoryTransactor(createMemoryDatabase(clock.now), createMemoryStores),
    clock,
    ids,
    tell: null,
    tenants: () => okAsync(['default']),
    signals: () => okAsync(signals),
  });
