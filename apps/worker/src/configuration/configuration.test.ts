import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { settingsPage } from './settings-page.ts';

const database = { PORTICO_DATABASE_URL: 'postgres://db.example/portico' };

describe('readConfiguration', () => {
  test('MUST serve every lane and tell its health on loopback unless told otherwise', () => {
    expect(readConfiguration(database, '/srv')._unsafeUnwrap()).toMatchObject({
      databaseUrl: 'postgres://db.example/portico',
      lanes: ['*'],
      healthPort: 9464,
      healthHost: '127.0.0.1',
      dataDir: '/srv/.portico',
      rabbitmqUrl: null,
      inbox: false,
      log: 'info',
    });
  });

  test.each(['', ' ', undefined])('MUST say that a database must be given: %j', (url) => {
    const problems = readConfiguration({ PORTICO_DATABASE_URL: url }, '/')._unsafeUnwrapErr();
    expect(problems).toEqual([
      { setting: 'PORTICO_DATABASE_URL', message: 'must be given: the PostgreSQL that the servers use too' },
    ]);
  });

  test('MUST read a selection of lanes', () => {
    const given = { ...database, PORTICO_WORKER_LANES: ' push/* , !push/jinzhi,' };
    expect(readConfiguration(given, '/')._unsafeUnwrap().lanes).toEqual(['push/*', '!push/jinzhi']);
  });

  test('MUST take events in where there is a broker, unless told otherwise', () => {
    const broker = { ...database, PORTICO_RABBITMQ_URL: 'amqp://broker.example' };
    expect(readConfiguration(broker, '/')._unsafeUnwrap().inbox).toBe(true);
    expect(readConfiguration({ ...broker, PORTICO_INBOX: 'off' }, '/')._unsafeUnwrap().inbox).toBe(false);
    expect(readConfiguration({ ...database, PORTICO_INBOX: 'on' }, '/')._unsafeUnwrap().inbox).toBe(false);
  });

  test.each([
    ['PORTICO_DATABASE_URL', 'mysql://x/y', 'postgres://'],
    ['PORTICO_WORKER_LANES', ',', 'lane names'],
    ['PORTICO_WORKER_LANES', 'push/a b', 'lane names'],
    ['PORTICO_WORKER_LANES', '!!push/*', 'lane names'],
    ['PORTICO_HEALTH_PORT', '65536', 'at most 65535'],
    ['PORTICO_STOP_WITHIN', '0', 'at least 1'],
    ['PORTICO_RABBITMQ_PREFIX', 'a b', 'letters'],
    ['PORTICO_INBOX', 'maybe', 'on'],
  ])('MUST name the setting and the limit: %s=%s', (setting, value, part) => {
    const problems = readConfiguration({ ...database, [setting]: value }, '/')._unsafeUnwrapErr();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.setting).toBe(setting);
    expect(problems[0]?.message).toContain(part);
  });
});

test('the reference page MUST be what the schema says', () => {
  const page = new URL('../../../../docs/reference/worker-settings.md', import.meta.url);
  expect(readFileSync(page, 'utf8')).toBe(settingsPage());
});
