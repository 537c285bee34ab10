import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idIssue, mappingCsvHeader, readMappingCsv, writeMappingCsv, type MappingLine } from './person-mapping-csv.ts';

const linesOf = (text: string): readonly MappingLine[] => [...readMappingCsv(text)._unsafeUnwrap()];

const pairsOf = (text: string): readonly (readonly string[])[] =>
  linesOf(text).flatMap((line) => (line.kind === 'mapping' ? [[line.personId, line.remoteId]] : []));

describe('A table of mappings', () => {
  test('MUST be read as it was written, whatever ids look like', () => {
    const id = (name: 'personId' | 'remoteId') =>
      fc
        .oneof(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
          fc.string({
            unit: fc.constantFrom('"', ',', ';', '=', '-', "'", ' ', 'a', '张'),
            minLength: 1,
            maxLength: 8,
          }),
        )
        .map((text) => text.trim())
        // A written apostrophe before a sign is that of a spreadsheet.
        .filter((text) => idIssue(name, text) === null && !/^'[=+\-@]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(id('personId'), id('remoteId')), { maxLength: 8 }), (pairs) => {
        const written = writeMappingCsv(pairs.map(([personId, remoteId]) => ({ personId, remoteId })));
        expect(pairsOf(mappingCsvHeader + written)).toEqual(pairs);
      }),
    );
  });

  test.each([
    ['commas', 'personId,remoteId\na,1\nb,2'],
    ['semicolons', 'personId;remoteId\na;1\nb;2\n'],
    ['tabs and Windows line ends', 'personId\tremoteId\r\na\t1\r\nb\t2\r\n'],
    ['other columns, and Chinese names', '平台编号,姓名,工号\n1,张三,a\n2,"李,四",b\n'],
    ['a byte order mark, blanks and empty lines', '\ufeffPersonID , RemoteID\n\n a , 1 \n,\n"b","2"\n'],
  ])('MUST be read with %s', (_, text) => {
    expect(pairsOf(text)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('MUST name the line of each mistake', () => {
    const text = `personId,remoteId\na,1\n,2\nb\n"c,3\nd",4\n${'e'.repeat(256)},5\nf,${'6'.repeat(201)}\ng,\u0007\nh,8`;
    expect(linesOf(text).map((line) => `${line.line} ${line.kind === 'mistake' ? line.message : 'taken'}`)).toEqual([
      '2 taken',
      '3 personId is empty',
      '4 remoteId is empty',
      '5 its quotes cannot be read',
      '6 its quotes cannot be read',
      '7 personId has more than 255 characters',
      '8 remoteId has more than 200 characters',
      '9 remoteId holds a control character',
      '10 taken',
    ]);
  });

  test.each(['', '\n', 'a,b\n1,2', 'personId\na', '<html></html>'])(
    'MUST be refused without its columns: %j',
    (text) => {
      expect(readMappingCsv(text).isErr()).toBe(true);
    },
  );

  test('MUST be read in a time that grows with its length', () => {
    const quotes = `personId,remoteId\n${'"'.repeat(4_000)}\n${'"a",'.repeat(900)}\n${' '.repeat(3_900)}"`;
    expect(linesOf(quotes).every(({ kind }) => kind === 'mistake' || kind === 'mapping')).toBe(true);
    expect(linesOf(`personId,remoteId\n${'x,y\n'.repeat(100_000)}`)).toHaveLength(100_000);
  });
});
