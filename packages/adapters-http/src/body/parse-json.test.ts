import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDeeperThan } from './json-depth.ts';
import { jsonErrorOffset } from './json-error-offset.ts';
import { parseJson } from './parse-json.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('JSON bodies', () => {
  test('MUST know the depth of every JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(8), (value, limit) => {
        expect(isDeeperThan(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
  });

  test('MUST find no error in JSON, and the end of what can be continued in anything else', () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, junk]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + junk + text.slice(place + 1);
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), (text) => {
        const offset = jsonErrorOffset(text);
        expect(offset).toBeLessThanOrEqual(text.length);
        if (isJson(text)) expect(offset).toBe(text.length);
        else if (text.trim() !== '') expect(isJson(text)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['{"a":01}', 6],
    ['"\\x"', 0],
    ['', 0],
    ['[1}', 2],
    ['{"a":[{"b":tru}]}', 11],
  ])('MUST find the error of %j at %d', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  test.each([
    ['{"a":["ok","\\u0000"]}', '/a/1'],
    ['{"a/b":{"c~":"\\ud800"}}', '/a~1b/c~0'],
    ['"\\udc00\\ud800"', ''],
  ])('MUST name the text of %s that cannot be kept', (text, pointer) => {
    const error = parseJson(text, 'en', 'checked')._unsafeUnwrapErr();
    expect([error.problem, error.details?.[0]?.pointer]).toEqual(['TEXT_INVALID', pointer]);
  });

  test('MUST leave pairs of surrogates alone', () => {
    expect(parseJson('"\\ud83d\\ude00"', 'en', 'checked')._unsafeUnwrap()).toBe('😀');
  });
});
