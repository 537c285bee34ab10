const unstorable = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
// `JSON.stringify` escapes exactly these; a backslash that stands for itself may match too, which costs time only.
const maybeUnstorable = /\\u(0000|d[89a-f])/;

/** Replaces what PostgreSQL cannot hold in `text` and `jsonb` (U+0000, lone surrogates) by U+FFFD. */
export function storableText(text: string): string {
  // Nearly every text is storable, and finding that out must cost little.
  return text.isWellFormed() && !text.includes('\u0000') ? text : text.replace(unstorable, '\uFFFD');
}

/** JSON text whose every string and key can be held in `jsonb`. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return maybeUnstorable.test(text) ? JSON.stringify(storable(value)) : text;
}

/** The same value with every string and key in it made storable. Dates are left alone. */
export function storable<T>(value: T): T;
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storable(item));
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]));
  }
  return value;
}
