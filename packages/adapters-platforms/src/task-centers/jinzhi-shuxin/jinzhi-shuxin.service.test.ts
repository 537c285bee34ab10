import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, openPlatformBed } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'jinzhi-shuxin',
  unit: 'assignee',
  again: 'existed',
  wrong: { secrets: { appSecret: 'wrong-secret' } },
  token: true,
});

describe('instances at jinzhi-shuxin', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('jinzhi-shuxin');
  });
  afterAll(() => bed.close());

  test('MUST be kept as objects of their own', async () => {
    const instance = contentOf('instance');
    const [created] = await bed.push(bed.call('create', instance));
    expect(created).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent', remoteId: expect.any(String) });
    const remoteId = created?.remoteId ?? null;
    expect((await bed.push(bed.call('create', instance)))[0]).toMatchObject({ found: 'existed', remoteId });
    const [task] = await bed.push(bed.call('create', contentOf('assignee'), { parentRemoteId: remoteId }));
    expect(task?.exchanges).toHaveLength(1);
    expect(await bed.platform.verify(bed.call('update', instance, { remoteId }), createContext())).toMatchObject({
      remote: { remoteId, state: 'present' },
    });
    expect(
      (await bed.push(bed.call('complete', contentOf('instance', [], 'completed'), { remoteId })))[0],
    ).toMatchObject({ found: 'as-sent' });
    expect((await bed.push(bed.call('withdraw', instance)))[0]).toMatchObject({
      outcome: { kind: 'done' },
      found: 'as-sent',
    });
    expect(await bed.todos('T001')).toEqual([]);
    expect(await bed.platform.verify(bed.call('update', instance, { remoteId }), createContext())).toMatchObject({
      remote: null,
    });
    expect((await bed.push(bed.call('update', instance, { remoteId })))[0]).toMatchObject({ found: 'missing' });
  });

  test('MUST be made for a task that finds none, within its attempt', async () => {
    const [answer] = await bed.push(bed.call('create', contentOf('assignee')));
    expect(answer).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent' });
    expect(answer?.exchanges.map(({ request }) => request.url.split('/').slice(-2).join('/'))).toEqual([
      'task/create',
      'instance/create',
      'task/create',
    ]);
    expect(await bed.todos('T001')).toHaveLength(1);
  });
});
