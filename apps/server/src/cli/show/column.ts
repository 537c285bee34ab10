import type { Text } from '../language.ts';
import { textAt } from '../read-path.ts';
import { toneOf, type Tone } from './colours.ts';
import { localTime } from './local-time.ts';

/** A column of a table, or a line of a sheet. */
export interface Column {
  readonly heading: Text;
  value(row: unknown): string;
  tone(text: string): Tone;
  readonly align: 'left' | 'right';
  /** Titles and reasons give way first; ids, which people copy, never but at the very end. */
  readonly gives: boolean;
  /** Left out where the terminal is too narrow. */
  readonly spare: boolean;
}

type Source = string | ((row: unknown) => string);

const read = (source: Source): ((row: unknown) => string) =>
  typeof source === 'string' ? (row) => textAt(row, source) : source;

const plain = (): Tone => 'plain';

export const column = (
  heading: Text,
  source: Source,
  more: Partial<Omit<Column, 'heading' | 'value'>> = {},
): Column => ({
  heading,
  value: read(source),
  tone: plain,
  align: 'left',
  gives: false,
  spare: false,
  ...more,
});

/** A text that may be long. */
export const longColumn = (heading: Text, source: Source): Column => column(heading, source, { gives: true });

/** A word that says how something stands. */
export const stateColumn = (heading: Text, source: Source): Column => column(heading, source, { tone: toneOf });

export const numberColumn = (heading: Text, source: Source, more: Partial<Pick<Column, 'spare'>> = {}): Column =>
  column(heading, source, { align: 'right', ...more });

/** An instant, shown in the zone of this machine. */
export const timeColumn = (heading: Text, path: string, more: Partial<Pick<Column, 'spare'>> = {}): Column =>
  column(heading, (row) => localTime(textAt(row, path)), { tone: () => 'dim', ...more });
