import type { Clock, Ids } from '@portico/core';
import {
  createMemoryPorts,
  createMemoryStores,
  createMemoryDatabase,
  createMemoryTransactor,
} from '@portico/core/memory';
import { createWebhooks, type RunningWebhooks, type WebhookSender } from '@portico/core/webhooks';

/** Real webhooks in memory; nobody works on what they schedule. */
export const createWebhooksUnderTest = (clock: Clock, ids: Ids): RunningWebhooks => {
  let made = 0;
  const sender: WebhookSender = {
    generateSecret: () => `whsec_${Buffer.alloc(32, (made += 1)).toString('base64')}`,
    send: () => Promise.reject(new Error('Nothing is sent here.')),
  };
  return createWebhooks({
    transactor: createMemoryTransactor(createMemoryDatabase(clock.now), createMemoryStores),
    doorbell: { ring: () => undefined, listen: () => () => undefined },
    clock,
    ids,
    secrets: createMemoryPorts(clock).secrets,
    sender,
  });
};
