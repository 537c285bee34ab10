import { describe, expect, test } from 'vitest';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import { openScope, ProfileFault } from './scope.ts';
import { compileTemplate, createCompiler, maxExpressions } from './template.ts';

const roots = {
  a: {
    text: 'x',
    number: 7,
    none: null,
    list: [
      { n: 1, of: [1] },
      { n: 2, of: [2, 3] },
    ],
  },
  name: 'field',
};
const compiler = () =>
  createCompiler({ functions: globalFunctions(localTimeIn('UTC')), roots: { a: null, name: null } });
const render = (template: unknown): unknown => compileTemplate(template, '/t', compiler())(openScope(roots));

const faultOf = (run: () => unknown): ProfileFault => {
  try {
    run();
  } catch (error) {
    if (error instanceof ProfileFault) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('templates', () => {
  test.each<[unknown, unknown]>([
    ['plain', 'plain'],
    ['${a.number}', 7],
    ['${a.list}', roots.a.list],
    ['n=${a.number}, t=${a.text}${a.none}', 'n=7, t=x'],
    ['$${a.text}', '${a.text}'],
    ['${"}" + a.text}', '}x'],
    ['${{"b": {"c": 1}}}', { b: { c: 1 } }],
    ["${'it''s' == '' ? 1 : 2}", 'unused'],
    [{ kept: null, left: '${a.none}', there: '${a.text}' }, { there: 'x' }],
    [{ '${name}': 1, '${a.none}': 2 }, { field: 1 }],
    [{ $each: 'a.list', as: 'each', item: { v: '${each.n}' } }, [{ v: 1 }, { v: 2 }]],
    [
      { $each: 'a.list', as: 'each', item: { $each: 'each.of', as: 'inner', item: '${each.n * inner}' } },
      [[1], [4, 6]],
    ],
    [{ b: { $if: 'a.none == null', $then: 'yes', $else: 'no' } }, { b: 'yes' }],
    [{ b: { $if: 'false', $then: 'yes' } }, {}],
    [
      [1, true, '${a.none}'],
      [1, true, null],
    ],
  ])('%j', (template, expected) => {
    if (expected === 'unused') expect(() => render(template)).toThrow(ProfileFault);
    else expect(render(template)).toEqual(expected);
  });

  test.each<[unknown, string, string]>([
    ['${a.text', '/t', 'has no }'],
    [{ x: { 'y/z': '${nothing}' } }, '/t/x/y~1z', 'nothing is not known'],
    [{ $each: 'a.list', as: 'Bad name', item: 1 }, '/t/as', 'short name'],
    [{ $each: 'a.list', as: 'each', item: 1, more: 1 }, '/t/more', 'beside'],
    [{ $each: 1 }, '/t/$each', 'expression'],
    [{ $eval: 1 }, '/t/$eval', 'there is no'],
    [JSON.parse('{"__proto__": {"polluted": true}}'), '/t/__proto__', 'name'],
    [Array.from({ length: maxExpressions + 1 }, () => '${a.text}'), `/t/${maxExpressions}`, 'more than'],
  ])('MUST name the place of a mistake: %j', (template, pointer, message) => {
    const fault = faultOf(() => compileTemplate(template, '/t', compiler()));
    expect(fault.pointer).toBe(pointer);
    expect(fault.message).toContain(message);
  });

  test('MUST name the place of a failure while rendering', () => {
    expect(faultOf(() => render({ deep: [{ er: '${a.text + 1}' }] })).pointer).toBe('/t/deep/0/er');
    expect(faultOf(() => render({ er: 'text ${a.list}' })).pointer).toBe('/t/er');
  });
});
