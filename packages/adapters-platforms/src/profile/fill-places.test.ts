import { describe, expect, test } from 'vitest';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import { openScope, ProfileFault } from './scope.ts';
import { compileTemplate, createCompiler } from './template.ts';

const render = (body: unknown, more: Readonly<Record<string, unknown>> = {}): unknown => {
  const compiler = createCompiler({
    functions: globalFunctions(localTimeIn('UTC')),
    roots: { settings: { body: null }, value: null },
  });
  const template = {
    $fill: 'settings.body',
    with: { id: '${value}', list: [1, '${value}'], none: '${null}', number: 7 },
    ...more,
  };
  return compileTemplate(template, '/t', compiler)(openScope({ settings: { body }, value: 'T-1' }));
};

describe('a body that a setting gives', () => {
  test.each<[unknown, unknown]>([
    [
      { taskId: '{id}', n: '{number}' },
      { taskId: 'T-1', n: 7 },
    ],
    [{ text: '<{id}> {number}{none}' }, { text: '<T-1> 7' }],
    [
      [{ deep: { id: '{id}' } }, '{list}', '{none}'],
      [{ deep: { id: 'T-1' } }, [1, 'T-1'], null],
    ],
    [{ gone: '{none}', kept: null, plain: 'a { b } {} {1}' }, { plain: 'a { b } {} {1}' }],
    [null, null],
    [
      { '{id}': 'names stay as they are', __proto__x: 1 },
      { '{id}': 'names stay as they are', __proto__x: 1 },
    ],
  ])('MUST hold the values in their places: %j', (body, expected) => {
    // Names of members are no places, so `{id}` in one is left alone.
    expect(render(body)).toEqual(expected);
  });

  test('MUST name what it asks for in vain, and the setting', () => {
    expect(() => render({ id: '{taskId}' })).toThrow(
      'settings.body: {taskId} is not known here, only {id}, {list}, {none}, {number}',
    );
  });

  test('MUST be given values by name, and nothing beside', () => {
    expect(() => render({}, { with: 'x' })).toThrow(ProfileFault);
    expect(() => render({}, { item: 1 })).toThrow('cannot stand beside $fill');
  });

  test('MUST not outgrow its bounds', () => {
    const nested = Array.from({ length: 100 }).reduce<unknown>((inner) => ({ inner }), '{id}');
    expect(() => render(nested)).toThrow('nested more than 64 deep');
    expect(() => render(Array.from({ length: 60_000 }, () => '{id}'))).toThrow(/takes more than|makes more than/u);
  });
});
