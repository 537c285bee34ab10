import { isMap, textOf, weigh } from './functions.ts';
import type { Budget } from './scope.ts';

const placeholder = /\{([A-Za-z][A-Za-z0-9]{0,40})\}/gu;

/** Puts values for `{name}` into the strings of a JSON value; a string that is exactly one keeps the value's type. */
export const fillPlaces = (value: unknown, values: Readonly<Record<string, unknown>>, budget: Budget): unknown => {
  budget.step(1);
  if (Array.isArray(value)) return value.map((element) => fillPlaces(element, values, budget) ?? null);
  if (isMap(value)) {
    const filled: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(value)) {
      const put = fillPlaces(field, values, budget) ?? null;
      if (put !== null && name !== '__proto__') filled[name] = put;
    }
    return filled;
  }
  if (typeof value !== 'string') return value;
  const [only] = value.matchAll(placeholder);
  if (only !== undefined && only[0] === value) {
    const put = values[only[1] ?? ''] ?? null;
    weigh(put, budget);
    return put;
  }
  const text = value.replaceAll(placeholder, (_whole, name: string) => textOf(values[name] ?? null, `{${name}}`));
  budget.write(text.length + 2);
  return text;
};

/** The first `{name}` in a JSON value that none of the names is; null when there is none. */
export const placeWithout = (value: unknown, names: readonly string[]): string | null => {
  for (const [whole, name] of JSON.stringify(value ?? null).matchAll(placeholder))
    if (!names.includes(name ?? '')) return whole;
  return null;
};
