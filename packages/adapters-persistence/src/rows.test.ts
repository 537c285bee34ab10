import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ApiKey, Tenant } from '@portico/core/access';
import type { Mirror, Platform } from '@portico/core/task-center';
import { defaultLaneConfig, type Lane } from '@portico/core/work';
import { fromApiKeyRow, fromTenantRow, toApiKeyRow, toTenantRow } from './access/access-row.ts';
import { fromMirrorRow, toMirrorRow } from './task-center/mirror-row.ts';
import { fromPlatformRow, toPlatformRow } from './task-center/platform-row.ts';
import { fromLaneRow, toLaneRow } from './work/lane-row.ts';

const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\u0000'));
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const json = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)), {
  maxKeys: 3,
  noNullPrototype: true,
});
const count = fc.nat();

const lane: fc.Arbitrary<Lane> = fc.record({
  id: count,
  tenant: text,
  name: text,
  config: fc.constant(defaultLaneConfig),
  configVersion: count,
  paused: fc.boolean(),
  closedUntil: instant,
  closedReason: fc.constantFrom(null, 'throttled', 'breaker', 'credentials'),
  trips: count,
});
const mirror: fc.Arbitrary<Mirror> = fc.record({
  tenant: text,
  platform: text,
  key: text,
  ref: fc.record({
    unit: fc.constantFrom('assignee', 'task', 'instance'),
    instanceId: text,
    taskId: fc.option(text),
    assigneeId: fc.option(text),
  }),
  desiredVersion: count,
  acknowledged: fc.record({
    version: count,
    state: fc.constantFrom('absent', 'open', 'done', 'present'),
    fingerprint: fc.option(text),
    remoteId: fc.option(text),
  }),
  acknowledgedAt: fc.option(instant),
  override: fc.constantFrom(null, 'withdrawn', 'ignored'),
});
const platform: fc.Arbitrary<Platform> = fc.record({
  tenant: text,
  code: text,
  kind: text,
  name: text,
  baseUrl: text,
  enabled: fc.boolean(),
  settings: json,
  secrets: fc.dictionary(text, text, { noNullPrototype: true }),
  profile: fc.oneof(json, fc.constant(null), text),
  retry: fc.record({
    count: fc.option(count),
    intervalSeconds: fc.oneof(fc.constant(null), count, fc.array(count)),
    maxAgeSeconds: count,
  }),
  concurrency: count,
  batchSize: count,
  timeoutMs: count,
  rate: fc.option(fc.record({ perSecond: count, burst: count })),
  showFinished: fc.boolean(),
  resendUndecidable: fc.boolean(),
  sandbox: fc.boolean(),
  revision: count,
  createdAt: instant,
  updatedAt: instant,
});
const tenant: fc.Arbitrary<Tenant> = fc.record({ id: text, name: text, timezone: text, createdAt: instant });
const apiKey: fc.Arbitrary<ApiKey> = fc.record({
  id: text,
  tenant: text,
  name: text,
  scopes: fc.subarray(['admin', 'events:write', 'todos:read'] as const),
  createdAt: instant,
  expiresAt: fc.option(instant),
  revokedAt: fc.option(instant),
});

test.each([
  ['lanes', fc.property(lane, (value) => same(fromLaneRow(toLaneRow(value)), value))],
  ['mirrors', fc.property(mirror, (value) => same(fromMirrorRow(toMirrorRow(value)), value))],
  ['platforms', fc.property(platform, (value) => same(fromPlatformRow(toPlatformRow(value)), value))],
  ['tenants', fc.property(tenant, (value) => same(fromTenantRow(toTenantRow(value)), value))],
  ['API keys', fc.property(apiKey, (value) => same(fromApiKeyRow(toApiKeyRow(value, 'hash')), value))],
] as [string, fc.IProperty<unknown>][])('MUST give back the %s that rows are made of', (_, property) => {
  expect(() => fc.assert(property)).not.toThrow();
});

function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}
