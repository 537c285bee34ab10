import { readFileSync } from 'node:fs';
import { taskCenterPlatformContract } from '@portico/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryTokens, kindNamed } from '../platform-bed.fixture.ts';
import { startReservePlatform } from './reserve-platform.fixture.ts';
import type { ReservePlatform } from './reserve-platform.fixture.ts';

const document: unknown = JSON.parse(
  readFileSync(new URL('../../../../../docs/how-to/reserve-platform/profile.json', import.meta.url), 'utf8'),
);

/** 预约平台: a platform that is added by configuration alone (seed: `config_field`). */
describe('the example of a reservation platform', () => {
  let vendor: ReservePlatform;
  beforeAll(async () => {
    vendor = await startReservePlatform();
  });
  afterAll(() => vendor.close());

  const open = (settings: Readonly<Record<string, unknown>>) =>
    kindNamed('profile').open({
      tenant: 'default',
      code: 'reserve',
      baseUrl: vendor.baseUrl,
      settings,
      secrets: vendor.secrets,
      profile: document,
      timezone: 'Asia/Shanghai',
      tokens: createMemoryTokens(),
    });

  test('MUST bring the fields of its form with it', () => {
    const fields = kindNamed('profile').fieldsFor?.(document);
    expect(fields?.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['systemCode', 'string', true],
      ['systemSecret', 'secret', true],
      ['levels', 'json', false],
    ]);
    expect(open({})._unsafeUnwrapErr().issues).toEqual([{ pointer: '/settings/systemCode', message: 'is required' }]);
  });

  test('MUST keep every promise that its capabilities make', async () => {
    const platform = open(vendor.settings)._unsafeUnwrap();
    let fresh = 0;
    const subject = {
      platform,
      look: async (assignee: string) => {
        const response = await fetch(`${vendor.baseUrl}/_sandbox/todos?assignee=${assignee}`);
        const { todos } = (await response.json()) as { todos: { title: string; state: 'open' | 'done' }[] };
        return todos.map(({ title, state }) => ({ title, state }));
      },
      freshId: () => `X${(fresh += 1)}`,
    };
    const broken: string[] = [];
    for (const { name, run } of taskCenterPlatformContract(platform))
      await run(subject).catch((error: Error) => broken.push(`${name}: ${error.message}`));
    expect(broken).toEqual([]);
  });
});
