import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'welink',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { secrets: { clientSecret: 'wrong-secret' } },
  token: true,
  urgency: 'normal',
  completesOnly: true,
});

describe('welink', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('welink');
  });
  afterAll(() => bed.close());

  const of = (person: string, id: string, createdAt = Date.now()) =>
    contentOf('assignee', [taskOf({ id, createdAt, handlers: [handlerOf(person)] })]);

  test('MUST refuse to complete while no path is set for it, before anything is sent', async () => {
    const careful = bed.open({ settings: { completePath: null } })._unsafeUnwrap();
    const call = bed.call('complete', of('A1', 'T-1'));
    expect(careful.buildPushData(call)._unsafeUnwrapErr()).toMatchObject({ pointer: '/settings/completePath' });
    expect(await careful.push([call], createContext())).toMatchObject([
      { outcome: { kind: 'refused', reason: expect.stringContaining('completePath') }, exchanges: [] },
    ]);
  });

  test('MUST name people by their accounts, the same in every call', () => {
    const platform = bed.open({ settings: { accountSuffix: '@school' } })._unsafeUnwrap();
    const dataOf = (operation: 'create' | 'complete'): unknown =>
      platform.buildPushData(bed.call(operation, of('A1', 'T-1')))._unsafeUnwrap();
    expect(dataOf('create')).toMatchObject({ body: { userId: 'A1@school', applicantUserId: '20210001@school' } });
    expect(dataOf('complete')).toMatchObject({ query: 'taskId=T-1_A1&userId=A1%40school' });
  });

  test('MUST give all to-dos of one application the same id', () => {
    const idOf = (person: string): unknown =>
      (
        bed.platform.buildPushData(bed.call('create', of(person, 'T-1')))._unsafeUnwrap() as {
          body: { applicantId: unknown };
        }
      ).body.applicantId;
    expect([idOf('A1'), idOf('A2')]).toEqual(['S-1', 'S-1']);
  });

  test('MUST send parameters in the address, or in the body where the method is POST', () => {
    const call = bed.call('complete', of('A1', 'T-1'));
    const dataOf = (settings: Record<string, unknown>): unknown =>
      bed.open({ settings })._unsafeUnwrap().buildPushData(call)._unsafeUnwrap();
    expect(dataOf({})).toEqual({ method: 'PUT', path: '/api/todo/v1/updatetask', query: 'taskId=T-1_A1&userId=A1' });
    expect(dataOf({ completeMethod: 'POST', completePath: '/api/todo/v2/updatetask' })).toEqual({
      method: 'POST',
      path: '/api/todo/v2/updatetask',
      body: { taskId: 'T-1_A1', userId: 'A1' },
    });
  });

  test('MUST send a message with a first creation only, and only where somebody switched it on', async () => {
    const telling = bed.open({ settings: { sendMsg: true } })._unsafeUnwrap();
    await telling.push([bed.call('create', of('B1', 'M-1'), { first: true })], createContext());
    await telling.push([bed.call('create', of('B1', 'M-2'))], createContext());
    await telling.push([bed.call('update', of('B1', 'M-1'))], createContext());
    await telling.push(
      [bed.call('create', of('B1', 'M-3', Date.now() - 25 * 3_600_000), { first: true })],
      createContext(),
    );
    await bed.push(bed.call('create', of('B1', 'M-4'), { first: true }));
    const told = (await bed.requests()).filter(({ operation }) => operation === 'isMsg').map(({ id }) => id);
    expect(told).toEqual(['M-1_B1']);
  });
});
