import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOfPointer } from './json-lines.ts';

const text = `{
  "name": { "zh-CN": "平台", "en": "x" },
  "operations": {
    "assignee": {
      "create": [1,
        { "a/b": true }]
    }
  }
}`;

test.each([
  ['', 1],
  ['/name', 2],
  ['/name/en', 2],
  ['/operations/assignee/create', 5],
  ['/operations/assignee/create/1', 6],
  ['/operations/assignee/create/1/a~1b', 6],
  ['/operations/assignee/update/request', 4],
  ['/nothing', 1],
])('MUST find %j at line %i', (pointer, line) => {
  expect(lineOfPointer(text)(pointer)).toBe(line);
});

test('MUST know of no lines where there is no JSON', () => {
  expect(lineOfPointer('{"a":')('/a')).toBeNull();
  expect(lineOfPointer('['.repeat(5_000) + ']'.repeat(5_000))('')).toBeNull();
});

test('MUST find every value of any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const line = lineOfPointer(JSON.stringify(value, null, 2));
      const walk = (part: unknown, pointer: string): void => {
        expect(line(pointer)).not.toBeNull();
        if (typeof part !== 'object' || part === null) return;
        for (const [key, inner] of Object.entries(part))
          walk(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      };
      walk(value, '');
    }),
  );
});
