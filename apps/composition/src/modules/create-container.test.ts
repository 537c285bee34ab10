import type { Database } from '@portico/adapters-persistence';
import { expect, test } from 'vitest';
import { commonConfiguration } from '../configuration/configuration.ts';
import { readSettings } from '../configuration/read-settings.ts';
import { commonSettings } from '../configuration/settings.ts';
import { openLimits } from '../limits/open-limits.ts';
import { openBroker } from '../messaging/open-broker.ts';
import { createContainer } from './create-container.ts';
import { tokens } from './tokens.ts';

const keys = { secrets: new Uint8Array(32), jwt: new Uint8Array(32) };
// Nothing is asked of it before the first transaction.
const database = { kind: 'postgres' } as Database;

test.each([
  ['nothing', {}],
  // Nobody listens there: neither need be there.
  ['broker and Redis', { PORTICO_RABBITMQ_URL: 'amqp://127.0.0.1:9', PORTICO_REDIS_URL: 'redis://127.0.0.1:9' }],
])('MUST resolve every token with %s configured', async (_, environment) => {
  const configuration = commonConfiguration(readSettings(commonSettings, environment)._unsafeUnwrap(), '/srv');
  const broker = await openBroker(configuration, ['*'], () => {});
  const limits = await openLimits(configuration, () => {});
  try {
    const container = createContainer({ configuration, keys, database, broker, limits });
    for (const [name, token] of Object.entries(tokens))
      expect([name, container.get<unknown>(token) !== undefined]).toEqual([name, true]);
    expect(container.get(tokens.application)).toBe(container.get(tokens.application));
    expect(container.get(tokens.publisher) === null).toBe(broker === null);
    expect(container.get(tokens.rateLimiter) === null).toBe(limits === null);
  } finally {
    await broker?.close(100);
    await limits?.close(100);
  }
});
