import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'landray-ekp',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { secrets: { password: 'wrong-password' } },
  token: false,
});

describe('landray-ekp', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('landray-ekp');
  });
  afterAll(() => bed.close());

  const of = (person: string, id = 'T-1', state: 'open' | 'done' = 'open') =>
    contentOf(
      'assignee',
      [taskOf({ id, handlers: [handlerOf(person, state)] })],
      state === 'done' ? 'completed' : 'running',
    );

  test('MUST name people as JSON inside JSON, by the key that a site uses', () => {
    const targetsOf = (settings: Record<string, unknown>): unknown => {
      const data = bed
        .open({ settings })
        ._unsafeUnwrap()
        .buildPushData(bed.call('create', of('T001')))
        ._unsafeUnwrap();
      return (data as { body: { targets: unknown } }).body.targets;
    };
    expect(targetsOf({})).toBe('{"LoginName":"T001"}');
    expect(targetsOf({ targetKey: 'PersonNo' })).toBe('{"PersonNo":"T001"}');
  });

  test('MUST delete nothing until somebody said how', async () => {
    const careful = bed.open({ settings: { deleteOptType: null } })._unsafeUnwrap();
    await bed.push(bed.call('create', of('A1', 'T-2')));
    expect(await careful.push([bed.call('withdraw', of('A1', 'T-2'))], createContext())).toMatchObject([
      { outcome: { kind: 'refused', reason: expect.stringContaining('/settings/deleteOptType') }, exchanges: [] },
    ]);
    expect(await bed.todos('A1')).toHaveLength(1);
  });

  test.each([
    ['1', '1'],
    ['2', '2'],
  ])(
    'MUST touch nobody else’s to-do of the same task, whatever optType means (%s, %s)',
    async (doneOptType, deleteOptType) => {
      const platform = bed.open({ settings: { doneOptType, deleteOptType } })._unsafeUnwrap();
      const id = `T-3${doneOptType}`;
      await bed.push(bed.call('create', of('B1', id)));
      await bed.push(bed.call('create', of('B2', id)));
      const states = async () =>
        (await Promise.all(['B1', 'B2'].map((person) => bed.todos(person)))).map((found) =>
          found
            .filter((todo) => todo.id.startsWith(id))
            .map(({ state }) => state)
            .join(),
        );
      await platform.push([bed.call('complete', of('B1', id, 'done'))], createContext());
      expect(await states()).toEqual(['done', 'open']);
      await platform.push([bed.call('withdraw', of('B1', id))], createContext());
      expect(await states()).toEqual(['', 'open']);
    },
  );

  test('MUST find a to-do behind many others of the same person, page by page', async () => {
    for (let index = 0; index < 60; index += 1) await bed.push(bed.call('create', of('C1', `M-${index}`)));
    const found = await bed.platform.verify(bed.call('update', of('C1', 'M-59')), createContext());
    expect(found).toMatchObject({ remote: { state: 'open' } });
    expect(found.exchanges).toHaveLength(2);
    const missing = await bed.platform.verify(bed.call('update', of('C1', 'M-60')), createContext());
    expect(missing).toMatchObject({ outcome: { kind: 'done' }, remote: null });
  });

  test('MUST not take a list that it cannot read for an empty one', async () => {
    const platform = bed.open({ settings: { listField: 'rows' } })._unsafeUnwrap();
    expect(await platform.verify(bed.call('update', of('C1', 'M-1')), createContext())).toMatchObject({
      outcome: { kind: 'refused', reason: expect.stringContaining('the list cannot be read') },
    });
  });

  test('MUST send no Authorization where Basic is off, and short ids where a site asks for them', () => {
    const call = bed.call('create', of('D1'));
    const open = bed.open({ settings: { userName: null, hashIds: true } })._unsafeUnwrap();
    const data = open.buildPushData(call)._unsafeUnwrap() as { body: { modelId: string } };
    expect(data.body.modelId).toMatch(/^[0-9a-f]{32}$/u);
  });
});
