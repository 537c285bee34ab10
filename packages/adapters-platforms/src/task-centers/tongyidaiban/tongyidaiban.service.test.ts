import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'tongyidaiban',
  unit: 'task',
  again: 'existed',
  wrong: { secrets: { clientSecret: 'wrong-secret' } },
  token: true,
});

describe('handlers at tongyidaiban', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('tongyidaiban');
  });
  afterAll(() => bed.close());

  const statesOf = async (...people: readonly string[]) =>
    Promise.all(people.map(async (person) => (await bed.todos(person)).map(({ state }) => state).join()));

  test('MUST stand in one object, each with a state of their own', async () => {
    const created = await bed.push(
      bed.call(
        'create',
        contentOf('task', [taskOf({ completion: 'all', handlers: [handlerOf('A'), handlerOf('B')] })]),
      ),
    );
    const remoteId = created[0]?.remoteId ?? null;
    expect(await statesOf('A', 'B', 'C')).toEqual(['open', 'open', '']);
    const content = contentOf('task', [
      taskOf({ completion: 'all', handlers: [handlerOf('A', 'done'), handlerOf('C')] }),
    ]);
    await bed.push(bed.call('update', content, { remoteId }));
    expect(await statesOf('A', 'B', 'C')).toEqual(['done', '', 'open']);
    expect(await bed.platform.verify(bed.call('update', content), createContext())).toMatchObject({
      remote: { state: 'open' },
    });
  });

  test('MUST be no more than the platform takes', () => {
    const handlers = Array.from({ length: 201 }, (_, index) => handlerOf(`H${index}`));
    expect(
      bed.platform.buildPushData(bed.call('create', contentOf('task', [taskOf({ handlers })])))._unsafeUnwrapErr(),
    ).toMatchObject({ pointer: '/task/assignees' });
  });
});
