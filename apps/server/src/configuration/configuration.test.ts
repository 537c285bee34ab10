import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { settingsPage } from './settings-page.ts';

describe('readConfiguration', () => {
  test('MUST run with nothing configured: loopback, port 3000, embedded store, worker and sandboxes', () => {
    expect(readConfiguration({}, '/srv')._unsafeUnwrap()).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '/srv/.portico',
      timezone: 'Asia/Shanghai',
      publicUrl: null,
      databaseUrl: null,
      databasePool: 10,
      rabbitmqUrl: null,
      rabbitmqPrefix: 'portico',
      inbox: false,
      redisUrl: null,
      redisPrefix: 'portico',
      privateNetworks: { allowed: null, loopback: true },
      worker: true,
      sandboxes: true,
      metricsPort: null,
      metricsHost: '127.0.0.1',
      secretKey: null,
      stopWithinMs: 10_000,
      log: 'error',
      traces: null,
    });
  });

  test('MUST turn the sandboxes off with a database, unless they are asked for', () => {
    const database = { PORTICO_DATABASE_URL: 'postgres://db.example/portico' };
    expect(readConfiguration(database, '/')._unsafeUnwrap().sandboxes).toBe(false);
    expect(readConfiguration({ ...database, PORTICO_SANDBOXES: 'on' }, '/')._unsafeUnwrap().sandboxes).toBe(true);
  });

  test('MUST call this machine only where it plays the vendors, and other private networks as told', () => {
    const networks = (environment: Record<string, string>) =>
      readConfiguration(environment, '/')._unsafeUnwrap().privateNetworks;
    const database = { PORTICO_DATABASE_URL: 'postgres://db.example/portico' };
    expect(networks(database)).toEqual({ allowed: null, loopback: false });
    expect(networks({ ...database, PORTICO_ALLOW_PRIVATE_NETWORKS: '10.0.0.0/8, fd00::/8' })).toEqual({
      allowed: ['10.0.0.0/8', 'fd00::/8'],
      loopback: false,
    });
    expect(networks({ PORTICO_ALLOW_PRIVATE_NETWORKS: 'none' })).toEqual({ allowed: [], loopback: true });
  });

  test.each([
    ['PORTICO_PORT', '70000', 'at most 65535'],
    ['PORTICO_PORT', 'abc', 'number'],
    ['PORTICO_TIMEZONE', 'Mars/Olympus', 'IANA'],
    ['PORTICO_PUBLIC_URL', 'ftp://x', 'http'],
    ['PORTICO_DATABASE_URL', 'mysql://x/y', 'postgres://'],
    ['PORTICO_DATABASE_POOL', '1', 'at least 2'],
    ['PORTICO_RABBITMQ_URL', 'http://x', 'amqp://'],
    ['PORTICO_REDIS_URL', 'http://x', 'redis://'],
    ['PORTICO_ALLOW_PRIVATE_NETWORKS', 'campus', '10.0.0.0/8'],
    ['PORTICO_ALLOW_PRIVATE_NETWORKS', '10.0.0.0/33', '10.0.0.0/8'],
    ['PORTICO_SECRET_KEY', 'short', '32 bytes'],
    ['PORTICO_WORKER', 'maybe', 'on'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'http'],
    ['OTEL_TRACES_SAMPLER', 'some', 'always_on'],
    ['OTEL_TRACES_SAMPLER_ARG', '2', 'at most 1'],
  ])('MUST name the setting and the limit: %s=%s', (setting, value, part) => {
    const problems = readConfiguration({ [setting]: value }, '/')._unsafeUnwrapErr();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.setting).toBe(setting);
    expect(problems[0]?.message).toContain(part);
  });

  test.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' }, true],
    [{ PORTICO_TRACES: 'on' }, true],
    [{ PORTICO_TRACES: 'off', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example:4318' }, false],
  ])('MUST trace with an endpoint, unless told otherwise: %j', (environment, traced) => {
    expect(readConfiguration(environment, '/')._unsafeUnwrap().traces !== null).toBe(traced);
  });

  test('MUST treat an empty variable as unset', () => {
    expect(readConfiguration({ PORTICO_PORT: ' ' }, '/')._unsafeUnwrap().port).toBe(3000);
  });
});

test('the reference page MUST be what the schema says', () => {
  expect(readFileSync(new URL('../../../../docs/reference/settings.md', import.meta.url), 'utf8')).toBe(settingsPage());
});
