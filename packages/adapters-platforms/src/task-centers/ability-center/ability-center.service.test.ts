import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'ability-center',
  unit: 'instance',
  again: 'as-sent',
  wrong: { secrets: { appSecret: 'wrong-secret' } },
  token: true,
});

describe('instances at ability-center', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('ability-center');
  });
  afterAll(() => bed.close());

  const content = (subject: string) =>
    contentOf('instance', [
      taskOf({ subject, handlers: [handlerOf('A'), handlerOf('B', 'done')] }),
      taskOf({ id: 'T-2', subject, handlers: [handlerOf('A')] }),
    ]);

  test('MUST hold every to-do, and leave one object of two after looking it up', async () => {
    const [first] = await bed.push(bed.call('create', content('一')));
    const [second] = await bed.push(bed.call('create', content('一')));
    expect(second?.remoteId).not.toBe(first?.remoteId);
    expect(await bed.todos('A')).toHaveLength(4);
    const { outcome, remote, exchanges } = await bed.platform.verify(
      bed.call('update', content('一')),
      createContext(),
    );
    expect({ outcome, remote }).toEqual({
      outcome: { kind: 'done', more: false },
      remote: { remoteId: first?.remoteId, state: 'open' },
    });
    expect(exchanges).toHaveLength(2);
    expect((await bed.todos('A')).map(({ state }) => state)).toEqual(['open', 'open']);
    expect((await bed.todos('B')).map(({ state }) => state)).toEqual(['done']);
  });

  test('MUST take what is stored as newer for agreement', async () => {
    const late = bed.call('update', content('旧'));
    const remoteId = (await bed.platform.verify(late, createContext())).remote?.remoteId ?? null;
    await bed.push(bed.call('update', content('新'), { remoteId }));
    const [answer] = await bed.push({ ...late, remoteId });
    expect(answer).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent', remoteId });
    expect((await bed.todos('A'))[0]?.title).toBe('新');
  });

  test('MUST be able to put 500 to-dos into one request, and no more', async () => {
    const of = (count: number) =>
      contentOf('instance', [
        taskOf({ handlers: Array.from({ length: count }, (_, index) => handlerOf(`H${index}`)) }),
      ]);
    const base = of(500);
    const renamed = { ...base, instance: { ...base.instance, id: 'S-500' } };
    const [answer] = await bed.push(bed.call('create', renamed));
    expect(answer?.outcome).toEqual({ kind: 'done', more: false });
    expect(await bed.todos('H499')).toHaveLength(1);
    expect(bed.platform.buildPushData(bed.call('create', of(501)))._unsafeUnwrapErr()).toMatchObject({
      code: 'REFUSED',
      pointer: '/tasks',
    });
  });
});
