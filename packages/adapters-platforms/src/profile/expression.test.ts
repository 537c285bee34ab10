import { describe, expect, test } from 'vitest';
import { compileExpression, expressionLimits } from './expression.ts';
import { globalFunctions } from './functions.ts';
import { localTimeIn } from './local-time.ts';
import { openScope, ProfileFault } from './scope.ts';

const functions = globalFunctions(localTimeIn('Asia/Shanghai'));
const roots = {
  body: { code: 0, text: 'x', none: null, list: [1, 2, 3], data: { id: '7' }, long: 'a'.repeat(5_000) },
  task: { urgency: 'low', links: { pc: 'u', mobile: null } },
  tables: { urgency: { low: 4 } },
};
const names = {
  functions,
  roots: { body: null, task: { urgency: null, links: { pc: null, mobile: null } }, tables: { urgency: null } },
  locals: [],
};
const evaluate = (text: string): unknown => compileExpression(text, names)(openScope(roots));

describe('expressions', () => {
  test.each<[string, unknown]>([
    ['body.code == 0', true],
    ['body.code in [1, 0]', true],
    ['"low" in tables.urgency', true],
    ['body.text == "x" ? body.code : null', 0],
    ['body.none == null', true],
    ['body.none.deeper.still', null],
    ['body.missing.deeper', null],
    ['has(body.data.id) && !has(body.data.other)', true],
    ['tables.urgency[task.urgency]', 4],
    ['body.list[1]', 2],
    ['body.list[9]', null],
    ['lookup(tables.urgency, "high", 9)', 9],
    ['orElse(task.links.mobile, task.links.pc)', 'u'],
    ['body.list.map(x, x + 1)', [2, 3, 4]],
    ['body.list.filter(x, x > 1).map(x, string(x)).join("+")', '2+3'],
    ['body.list.all(x, x > 0) && body.list.exists(x, x == 2) && body.list.exists_one(x, x == 3)', true],
    ['body.list.map(x, body.list.map(y, x * y))[2][1]', 6],
    ['json({"a": body.data, "b": [body.code]})', '{"a":{"id":"7"},"b":[0]}'],
    ['"a" + body.text', 'ax'],
    ['truncate("ab😀", 3)', 'ab'],
    ['urlEncode("a/b 张")', 'a%2Fb%20%E5%BC%A0'],
    ['string(null) + string(1763683200000)', '1763683200000'],
    ['localTime(1763683200000)', '2025-11-21 08:00:00'],
    ['localTime(null)', null],
    ['int("12") + 1 - 3 * 2', 7],
    ['size("abc") + size([1]) + size({"a": 1})', 5],
    ['"abc".contains("b") && "abc".startsWith("a") && "abc".endsWith("c")', true],
    ['body.hasOwnProperty', null],
    ['body.constructor', null],
    ['-body.code == 0 || false', true],
  ])('%s', (text, expected) => expect(evaluate(text)).toEqual(expected));

  test.each<[string, string]>([
    ['body.text.matches("a")', 'there is no function matches'],
    ['cel.bind(a, body, a)', 'there is no function bind'],
    ['timestamp("2024-01-01T00:00:00Z")', 'there is no function timestamp'],
    ['process.env', 'process is not known here'],
    ['task.linkz', 'there is no linkz here'],
    ['task.links.tablet', 'there is no tablet here'],
    ['1 +', 'is no expression'],
    ['', 'is no expression'],
    ['size(1, 2)', 'size is called with 2 values instead of 1'],
    ['body.list.map(x, body.list.map(y, body.list.map(z, 1)))', 'loops nest at most 2 deep'],
    ['b"bytes" == body', 'cannot be used'],
    ['{"__proto__": 1}', 'must be plain strings'],
    ['9007199254740993', 'too large'],
    ['body.?code', 'is no expression'],
    [`"${'a'.repeat(expressionLimits.length)}"`, 'is longer than'],
    [`${'('.repeat(200)}1${')'.repeat(200)}`, 'is no expression'],
  ])('MUST refuse to compile %s', (text, message) => {
    expect(() => compileExpression(text, names)).toThrow(ProfileFault);
    expect(() => compileExpression(text, names)).toThrow(message);
  });

  test.each<[string, string]>([
    ['"a" + 1', '+ needs'],
    ['body.none < 1', 'order'],
    ['body.data == body.data', 'only scalars'],
    ['body.none ? 1 : 2', 'needs true or false'],
    ['1 / 0', 'finite'],
    ['body.text.contains(body.long)', 'at most 1000'],
    ['string(body.data)', 'needs a scalar'],
    ['int("x")', 'needs a number'],
  ])('MUST fail as a value and not as a bug: %s', (text, message) => {
    expect(() => evaluate(text)).toThrow(ProfileFault);
    expect(() => evaluate(text)).toThrow(message);
  });

  test('MUST keep joined ids apart, and bounded', () => {
    const join = (a: string, b: string): unknown =>
      compileExpression(`joinId("${a}", "${b}", 64)`, names)(openScope(roots));
    expect(join('T-1', 'T001')).toBe('T-1_T001');
    expect(join('a_b', 'c')).not.toBe(join('a', 'b_c'));
    expect(join('a', 'b~1c')).not.toBe(join('a', 'b_c'));
    const [one, other] = [join('x'.repeat(100), '1'), join('x'.repeat(100), '2')];
    expect(one).toHaveLength(64);
    expect(one).not.toBe(other);
  });
});

describe('local time', () => {
  test('MUST follow a zone through its changes', () => {
    const berlin = localTimeIn('Europe/Berlin');
    expect(berlin(Date.parse('2026-03-29T00:59:59Z'))).toBe('2026-03-29 01:59:59');
    expect(berlin(Date.parse('2026-03-29T01:00:00Z'))).toBe('2026-03-29 03:00:00');
    expect(localTimeIn('Asia/Kathmandu')(0)).toBe('1970-01-01 05:30:00');
    expect(localTimeIn('UTC')(Number.NaN)).toBeNull();
  });
});
