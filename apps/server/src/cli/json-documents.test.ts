import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocuments } from './json-documents.ts';

const cut = function* (text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const read = async (text: string, size = 1_000): Promise<readonly { line: number; value: unknown }[]> => {
  const found: { line: number; value: unknown }[] = [];
  const chunks = (async function* () {
    yield* cut(text, size);
  })();
  for await (const { line, value } of readDocuments(chunks, 'file')) found.push({ line, value });
  return found;
};

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }), {
  minLength: 1,
  maxLength: 6,
});

describe('documents', () => {
  test('MUST be the same whether one a line, pretty-printed or a list, and however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 40 }), async (given, size) => {
        const expected = given.map((value) => JSON.parse(JSON.stringify(value)) as unknown);
        const lines = given.map((value) => JSON.stringify(value)).join('\n');
        const forms = [
          lines,
          `${lines}\n`,
          given.map((value) => JSON.stringify(value, null, 2)).join('\n'),
          JSON.stringify(given),
          JSON.stringify(given, null, 1),
        ];
        for (const form of forms) expect((await read(form, size)).map(({ value }) => value)).toEqual(expected);
        expect((await read(lines, size)).map(({ line }) => line)).toEqual(given.map((_, index) => index + 1));
      }),
      { numRuns: 60 },
    );
  });

  test('MUST name the line on which each begins', async () => {
    expect((await read('\n{"a":1}\r\n\n{\n"a": 2\n}\n{"a":3}')).map(({ line }) => line)).toEqual([2, 4, 7]);
    expect((await read('[\n{"a":1},\n\n{"a":2}]')).map(({ line }) => line)).toEqual([2, 4]);
    expect(await read('\uFEFF{"a":1}')).toEqual([{ line: 1, value: { a: 1 } }]);
    expect(await read('')).toEqual([]);
  });

  test.each([
    ['{"a":1}\n{"a":', 'line 2: this is not JSON'],
    ['{"a":1}\nhello', 'line 2: an object was expected'],
    ['{"a":1}\n{"a" 1}\n{"a":2}', 'line 2: this is not JSON'],
    ['{"a":1}\n{"a":"x\n"}', 'line 2: this is not JSON (a text is not closed)'],
    ['[{"a":1}', 'the list is not closed'],
    ['[{"a":1}] {"a":2}', 'nothing may follow the list'],
    ['[1]', 'an object was expected'],
    ['"text"', 'an object was expected'],
  ])('MUST say where it stops being JSON: %s', async (text, says) => {
    await expect(read(text, 3)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(says) });
  });

  test('MUST refuse what is not UTF-8', async () => {
    const chunks = (async function* () {
      yield new Uint8Array([0x7b, 0xff, 0x7d]);
    })();
    await expect(readDocuments(chunks, 'file').next()).rejects.toMatchObject({
      message: 'file, line 1: this is not UTF-8',
    });
  });
});
