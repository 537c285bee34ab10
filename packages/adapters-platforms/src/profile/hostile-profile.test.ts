import { describe, expect, test } from 'vitest';
import { judge, compileRules } from './answer-rules.ts';
import { parseJsonText } from './json-text.ts';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import { parseProfile } from './parse-profile.ts';
import { openScope, ProfileFault } from './scope.ts';
import { compileTemplate, createCompiler } from './template.ts';

const big = Array.from({ length: 5_000 }, (_, index) => index);
const huge = 'a'.repeat(1_000_000);
const deep = ((): unknown => {
  let value: unknown = 1;
  for (let index = 0; index < 50_000; index += 1) value = [value];
  return value;
})();
const roots = {
  big,
  huge,
  deep,
  rows: big.map(() => ({ text: huge })),
  body: null,
  status: null,
  text: null,
  headers: null,
};
const compiler = () =>
  createCompiler({
    functions: globalFunctions(localTimeIn('UTC')),
    roots: Object.fromEntries(Object.keys(roots).map((name) => [name, null])),
  });

const longestMs = 1_000;

/** Runs what must fail, and how long that took. */
const failsWithin = (template: unknown): string => {
  const startedAt = performance.now();
  let message = 'it came through';
  try {
    compileTemplate(template, '', compiler())(openScope(roots));
  } catch (error) {
    if (!(error instanceof ProfileFault)) throw error;
    message = error.message;
  }
  expect(performance.now() - startedAt).toBeLessThan(longestMs);
  return message;
};

const times = (count: number, text: string, between: string): string =>
  Array.from({ length: count }, () => text).join(between);

describe('a hostile profile', () => {
  test.each<[string, unknown]>([
    ['loops in loops', '${big.map(a, big.map(b, a * b))}'],
    ['loops that never find anything', '${big.all(a, !big.exists(b, b < 0))}'],
    ['loops in templates', { $each: 'big', as: 'a', item: { $each: 'big', as: 'b', item: '${a}' } }],
    ['loops in templates and expressions', { $each: 'big', as: 'a', item: '${big.map(b, big.map(c, 1))}' }],
    ['doubling strings', `\${size(${times(100, 'huge', ' + ')})}`],
    ['many large strings', '${big.map(a, huge)}'],
    ['joined large strings', '${rows.map(row, row.text).join("")}'],
    ['JSON of JSON', '${json(big.map(a, rows))}'],
    ['growing lists', `\${${times(200, 'big', ' + ')}}`],
    ['large strings compared again and again', '${rows.all(row, row.text <= huge && row.text >= huge)}'],
    ['large strings searched again and again', '${rows.all(row, row.text.contains("b") || true)}'],
    ['too deep a value', '${json(deep)}'],
    ['too deep a value as it is', '${deep}'],
  ])('MUST be stopped: %s', (_what, template) => {
    expect(failsWithin(template)).toMatch(/steps|characters|too long|at most|nested/u);
  });

  test('MUST not hang where an answer is judged', () => {
    const rules = compileRules([{ when: 'body.all(a, body.all(b, a == b || true))', outcome: 'done' }], '', compiler());
    const startedAt = performance.now();
    const answer = { kind: 'answer', status: 200, headers: {}, text: `[${big.join(',')}]` } as const;
    const { verdict } = judge(answer, rules, {}, 0);
    expect(verdict).toMatchObject({ kind: 'outcome', outcome: { kind: 'failed' } });
    const nested = { ...answer, text: `${'['.repeat(400_000)}${']'.repeat(400_000)}` };
    expect(judge(nested, rules, {}, 0).verdict.kind).toBe('outcome');
    expect(performance.now() - startedAt).toBeLessThan(2 * longestMs);
  });

  test('MUST be measured before anything else looks at it', () => {
    expect(parseProfile(deep)._unsafeUnwrapErr()[0]?.message).toContain('object');
    expect(parseProfile({ deep })._unsafeUnwrapErr()[0]?.message).toContain('nested more than 20 deep');
    expect(parseProfile({ huge })._unsafeUnwrapErr()[0]?.message).toContain('262144');
    expect(parseProfile({ many: Array.from({ length: 30_000 }, () => 1) })._unsafeUnwrapErr()[0]?.message).toContain(
      '20000',
    );
    expect(parseProfile(null).isErr()).toBe(true);
  });

  test('MUST keep the exact digits of ids that no number holds', () => {
    expect(parseJsonText('{"id": 1234567890123456789, "n": 12}')).toEqual({ id: '1234567890123456789', n: 12 });
    expect(parseJsonText('\uFEFF{"id": 1}')).toEqual({ id: 1 });
    expect(parseJsonText('<html>')).toBeUndefined();
  });
});
