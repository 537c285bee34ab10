import { errAsync, ok } from 'neverthrow';
import type { KeySecrets, TokenFailure, Tokens } from '../access/ports.ts';
import type { ApplicationDependencies, Stores } from '../application.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Instant } from '../ports/instant.ts';
import type { Random } from '../ports/random.ts';
import type { Secrets } from '../ports/secrets.ts';
import { createMemoryAccessStore } from './memory-access-store.ts';
import { createMemoryAlertStore } from './memory-alert-store.ts';
import { createMemoryDatabase, type MemoryDatabase } from './memory-database.ts';
import { createMemoryDoorbell } from './memory-doorbell.ts';
import { createMemoryJobStore } from './memory-job-store.ts';
import { createMemoryFeedStores } from './memory-feed-stores.ts';
import { createMemoryOutbox } from './memory-outbox.ts';
import { createMemorySignInStores } from './memory-sign-in-stores.ts';
import { createMemorySourceStores } from './memory-source-stores.ts';
import { createMemoryStatisticsStores } from './memory-statistics.ts';
import { createMemoryTaskCenterStores } from './memory-task-center-stores.ts';
import { createMemoryTransactor } from './memory-transactor.ts';
import { createMemoryWebhookStores } from './memory-webhook-stores.ts';
import { createMemoryWorkStores } from './memory-work-stores.ts';
import { createMemoryWorkflowStore } from './memory-workflow-store.ts';

/** The stores of all contexts over one memory database. */
export const createMemoryStores = (database: MemoryDatabase): Stores => ({
  ...createMemoryWorkStores(database),
  ...createMemoryTaskCenterStores(database),
  ...createMemoryStatisticsStores(database),
  workflow: createMemoryWorkflowStore(database),
  access: createMemoryAccessStore(database),
  outbox: createMemoryOutbox(database),
  jobs: createMemoryJobStore(database),
  ...createMemoryWebhookStores(database),
  alerts: createMemoryAlertStore(database),
  ...createMemorySignInStores(database),
  ...createMemoryFeedStores(database),
  ...createMemorySourceStores(database),
});

const createIds = (since: Instant): Ids => {
  const prefix = since.toString(36).padStart(9, '0');
  let last = 0;
  return { next: () => `${prefix}-${String((last += 1)).padStart(9, '0')}` };
};

/** Jitter among the keys of one process needs no more than an even spread. */
const createRandom = (): Random => {
  let state = 0;
  return { next: () => (state = (state + 0.618_033_988_749_895) % 1) };
};

/** What never leaves the memory of the process is not made safer by encryption: this keeps to the port's promises and no more. */
const createMemorySecrets = (): Secrets => {
  let sealed = 0;
  return {
    seal: (plain) => `${(sealed += 1)}:${plain}`,
    open: (text) => ok(text.slice(text.indexOf(':') + 1)),
  };
};

const noKeys = (): never => {
  throw new Error('These ports issue no API keys; give createApplication `keySecrets` of your own.');
};

const noTokens: TokenFailure = { code: 'TOKEN_INVALID', message: 'These ports know no tokens.' };

const keySecrets: KeySecrets = { generate: noKeys, hash: noKeys };

const tokens: Tokens = { issue: () => errAsync(noTokens), verify: () => errAsync(noTokens) };

/** All ports but those that say something about your process: the clock, the kinds of platform, the time zone. */
export type MemoryPorts = Pick<
  ApplicationDependencies,
  'transactor' | 'doorbell' | 'ids' | 'random' | 'secrets' | 'keySecrets' | 'tokens'
>;

/**
 * Ports for `createApplication` in one process without a database: everything is in memory and gone with the process. Put your own
 * after them to replace them one by one. There is nobody to sign in, so `access` cannot make keys: that throws.
 */
export const createMemoryPorts = (clock: Pick<Clock, 'now'>): MemoryPorts => ({
  transactor: createMemoryTransactor(
    createMemoryDatabase(() => clock.now()),
    createMemoryStores,
  ),
  doorbell: createMemoryDoorbell(),
  ids: createIds(clock.now()),
  random: createRandom(),
  secrets: createMemorySecrets(),
  keySecrets,
  tokens,
});
