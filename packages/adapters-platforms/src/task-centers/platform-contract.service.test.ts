import { taskCenterPlatformContract } from '@portico/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxNames } from '../sandboxes/index.ts';
import { openPlatformBed, type PlatformBed } from './platform-bed.fixture.ts';

describe.each(sandboxNames)('the platform kind %s at its sandbox', (name) => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed(name);
  });
  afterAll(() => bed.close());

  test('MUST keep every promise that its capabilities make', async () => {
    let fresh = 0;
    const subject = {
      platform: bed.platform,
      look: async (assignee: string) => (await bed.todos(assignee)).map(({ title, state }) => ({ title, state })),
      freshId: () => `X${(fresh += 1)}`,
    };
    const cases = taskCenterPlatformContract(bed.platform);
    expect(cases.length).toBeGreaterThan(6);
    const broken: string[] = [];
    for (const { name: promise, run } of cases)
      await run(subject).catch((error: Error) => broken.push(`${promise}: ${error.message}`));
    expect(broken).toEqual([]);
  });
});
