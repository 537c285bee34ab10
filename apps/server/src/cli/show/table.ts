import type { Language } from '../language.ts';
import { cleanText } from './clean-text.ts';
import type { Paint } from './colours.ts';
import type { Column } from './column.ts';
import { fitText, padText, textWidth } from './text-width.ts';

const gap = '  ';
/** Below this a text says nothing, so rather a spare column goes. */
const readable = 12;
const least = 4;

interface Laid {
  readonly column: Column;
  readonly width: number;
}

const total = (laid: readonly Laid[]): number =>
  laid.reduce((sum, { width }) => sum + width, gap.length * Math.max(0, laid.length - 1));

/** Takes from the widest that may give, until it fits or none is wider than `floor`. */
const shrink = (
  laid: readonly Laid[],
  columns: number,
  floor: number,
  who: (column: Column) => boolean,
): readonly Laid[] => {
  let now = laid;
  for (let excess = total(now) - columns; excess > 0; excess = total(now) - columns) {
    const givers = now.filter(({ column, width }) => who(column) && width > floor);
    const [widest] = [...givers].sort((a, b) => b.width - a.width);
    if (widest === undefined) return now;
    const next = givers.filter((one) => one !== widest).reduce((most, { width }) => Math.max(most, width), floor);
    const width = Math.max(floor, widest.width - excess, Math.min(next, widest.width - 1));
    now = now.map((one) => (one === widest ? { ...one, width } : one));
  }
  return now;
};

/** Which columns are shown, and how wide, so that a line fits. */
export const layOut = (
  columns: readonly Column[],
  natural: readonly number[],
  room: number | null,
): readonly Laid[] => {
  let laid: readonly Laid[] = columns.map((column, index) => ({ column, width: natural[index] ?? 0 }));
  if (room === null) return laid;
  const gives = (column: Column): boolean => column.gives;
  while (total(shrink(laid, room, readable, gives)) > room) {
    const spare = laid.findLast(({ column }) => column.spare);
    if (spare === undefined) break;
    laid = laid.filter((one) => one !== spare);
  }
  laid = shrink(shrink(laid, room, readable, gives), room, least, gives);
  return shrink(laid, room, least, () => true);
};

export interface TableStyle {
  readonly language: Language;
  readonly paint: Paint;
  /** Null: as wide as it needs. */
  readonly room: number | null;
}

/** A table that comes page by page: the first page decides the widths. */
export const createTable = (
  columns: readonly Column[],
  { language, paint, room }: TableStyle,
): ((rows: readonly unknown[]) => readonly string[]) => {
  let laid: readonly Laid[] | null = null;
  const line = (cells: readonly { readonly laid: Laid; readonly text: string; readonly heading: boolean }[]): string =>
    cells
      .map(({ laid: { column, width }, text, heading }, index) => {
        const shown = room === null ? text : fitText(text, width);
        const padded =
          index === cells.length - 1 && column.align === 'left' ? shown : padText(shown, width, column.align);
        return paint(heading ? 'strong' : column.tone(text), padded);
      })
      .join(gap)
      .trimEnd();
  return (rows) => {
    const lines: string[] = [];
    const texts = rows.map((row) => columns.map((column) => cleanText(column.value(row))));
    if (laid === null) {
      const natural = columns.map(({ heading }, index) =>
        texts.reduce((most, cells) => Math.max(most, textWidth(cells[index] ?? '')), textWidth(heading[language])),
      );
      laid = layOut(columns, natural, room);
      lines.push(line(laid.map((one) => ({ laid: one, text: one.column.heading[language], heading: true }))));
    }
    const shown = laid;
    for (const cells of texts)
      lines.push(
        line(shown.map((one) => ({ laid: one, text: cells[columns.indexOf(one.column)] ?? '', heading: false }))),
      );
    return lines;
  };
};

/** One object, a line a field; what is empty is left out. */
export const sheet = (row: unknown, fields: readonly Column[], { language, paint }: TableStyle): readonly string[] => {
  const filled = fields
    .map((field) => ({ field, text: cleanText(field.value(row)) }))
    .filter(({ text }) => text !== '');
  const width = filled.reduce((most, { field }) => Math.max(most, textWidth(field.heading[language])), 0);
  return filled.map(
    ({ field, text }) => `${paint('dim', padText(field.heading[language], width))}  ${paint(field.tone(text), text)}`,
  );
};
