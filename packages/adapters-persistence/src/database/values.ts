import pg from 'pg';
import { storableJson, storableText } from './storable-text.ts';

/** How a value arrives from the wire, by the type's OID; the same on both drivers. */
export type ValueParser = (text: string) => unknown;

const textArray: ValueParser = pg.types.getTypeParser(1009 as number, 'text');

/** Instants arrive as epoch milliseconds, `infinity` as `Infinity`. */
export function parseInstant(text: string): number {
  if (text === 'infinity') return Infinity;
  if (text === '-infinity') return -Infinity;
  const iso = text.replace(' ', 'T');
  const instant = Date.parse(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso);
  if (Number.isNaN(instant)) throw new Error(`unreadable timestamp from the database: ${text}`);
  return instant;
}

/** Claim ids, versions and counts stay below 2^53; anything larger is a bug that must not be rounded away. */
function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`integer beyond 2^53 from the database: ${text}`);
  return value;
}

function arrayOf(parse: ValueParser): ValueParser {
  return (text) => (textArray(text) as (string | null)[]).map((item) => (item === null ? null : parse(item)));
}

const json: ValueParser = (text) => JSON.parse(text);
const boolean: ValueParser = (text) => text === 't';

export const valueParsers: Readonly<Record<number, ValueParser>> = {
  16: boolean,
  20: parseInteger,
  21: parseInteger,
  23: parseInteger,
  26: parseInteger,
  114: json,
  700: Number,
  701: Number,
  1700: Number,
  3802: json,
  1114: (text) => parseInstant(`${text}Z`),
  1184: parseInstant,
  1000: arrayOf(boolean),
  1005: arrayOf(parseInteger),
  1007: arrayOf(parseInteger),
  1009: textArray,
  1015: textArray,
  1016: arrayOf(parseInteger),
  1185: arrayOf(parseInstant),
  3807: arrayOf(json),
};

const needsEscape = /["\\]/;

function quoteArrayItem(item: unknown): string {
  if (typeof item === 'number' || typeof item === 'boolean') return `${item}`;
  const text = toParameter(item);
  if (text === null) return 'NULL';
  if (typeof text !== 'string') throw new Error('bytes cannot be an item of an array parameter');
  return needsEscape.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : `"${text}"`;
}

/**
 * The text form of a parameter, so that both drivers send the same bytes: arrays become array literals, instants given
 * as `Date` ISO 8601 in UTC, other objects JSON. A JSON array must be given as text (`storableJson`). What PostgreSQL cannot
 * hold is replaced, so that no text from outside makes a statement fail.
 */
export function toParameter(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return storableText(value);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return `{${value.map(quoteArrayItem).join(',')}}`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return storableJson(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  throw new Error(`a ${typeof value} is no parameter`);
}

/** An instant as a parameter; `±Infinity` is the database's own. */
export function instantParameter(instant: number): string {
  if (instant === Infinity) return 'infinity';
  if (instant === -Infinity) return '-infinity';
  return new Date(instant).toISOString();
}
