import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { says } from '../language.ts';
import { cleanText } from './clean-text.ts';
import { plainPaint } from './colours.ts';
import { column, longColumn, numberColumn } from './column.ts';
import { createTable, sheet } from './table.ts';
import { fitText, padText, textWidth } from './text-width.ts';

const columns = [
  column(says('ID', '编号'), 'id'),
  longColumn(says('TITLE', '标题'), 'title'),
  numberColumn(says('COUNT', '数量'), 'count'),
  column(says('SPARE', '备用'), 'spare', { spare: true }),
];
const style = { language: 'en', paint: plainPaint } as const;

const glyphs = fc.constantFrom('a', '张', '三', '👩‍👩‍👧', 'é', '￥', '-', ' ', 'ﾊ', '가');
const words = fc.array(glyphs, { maxLength: 60 }).map((all) => all.join(''));
const rows = fc.array(fc.record({ id: words, title: words, count: fc.nat(), spare: words }), {
  minLength: 1,
  maxLength: 8,
});

describe('a table', () => {
  test('MUST NOT have a line that is wider than the terminal, whatever it holds', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 24, max: 200 }), fc.constantFrom('en', 'zh-CN'), (all, room, language) => {
        for (const line of createTable(columns, { language, paint: plainPaint, room })(all))
          expect(textWidth(line)).toBeLessThanOrEqual(room);
      }),
    );
  });

  test('MUST begin a column in the same cell on every line, with Chinese before it', () => {
    const lines = createTable(columns, { ...style, room: null })([
      { id: '张三', title: 'x', count: 1, spare: '|' },
      { id: 'T-1:T001', title: '请假审批', count: 20, spare: '|' },
    ]);
    const starts = lines.slice(1).map((line) => textWidth(line.slice(0, line.indexOf('|'))));
    expect(new Set(starts).size).toBe(1);
    expect(lines).toEqual([
      'ID        TITLE     COUNT  SPARE',
      '张三      x             1  |',
      'T-1:T001  请假审批     20  |',
    ]);
  });

  test('MUST shorten titles before ids, and leave out spare columns before titles say nothing', () => {
    const row = { id: 'T-1:T001', title: '张三的请假申请张三的请假申请', count: 3, spare: 'x'.repeat(20) };
    expect(createTable(columns, { ...style, room: 30 })([row])).toEqual([
      'ID        TITLE          COUNT',
      'T-1:T001  张三的请假申…      3',
    ]);
  });

  test('MUST keep what the first page decided for the pages that follow', () => {
    const table = createTable(columns, { ...style, room: 40 });
    const [heading] = table([{ id: 'a', title: 'b', count: 1, spare: '' }]);
    const later = table([{ id: 'a', title: 'much longer than before', count: 1, spare: '' }]);
    expect(later).toHaveLength(1);
    expect(heading).toBe('ID  TITLE  COUNT  SPARE');
    expect(later[0]).toBe('a   much…      1');
  });

  test('MUST leave out of a sheet what is empty', () => {
    expect(sheet({ id: 'T-1', title: null, count: 0 }, columns, { ...style, room: null })).toEqual([
      'ID     T-1',
      'COUNT  0',
    ]);
  });
});

describe('a text from outside', () => {
  test('MUST NOT reach the terminal with anything that it would obey', () => {
    expect(cleanText('a\u001B[31mred\u0007\u009Bx\r\nb\tc\u202Ed')).toBe(
      'a\u{FFFD}[31mred\u{FFFD}\u{FFFD}x⏎b c\u{FFFD}d',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanText(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test('MUST fit and fill up cells, never cutting a character in half', () => {
    expect(fitText('请假审批', 5)).toBe('请假…');
    expect(fitText('请假审批', 4)).toBe('请…');
    expect(fitText('请假', 4)).toBe('请假');
    expect(padText('请', 4)).toBe('请  ');
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 40 }), (text, width) => {
        expect(textWidth(fitText(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
