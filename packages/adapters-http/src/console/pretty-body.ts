import { isDeeperThan } from '../body/json-depth.ts';

const deepest = 24;

const asJson = (text: string): string | null => {
  const trimmed = text.trim();
  // Indentation grows with the square of the depth: what nests deeper is shown as it came.
  if (!/^[[{]/.test(trimmed) || isDeeperThan(trimmed, deepest)) return null;
  try {
    return JSON.stringify(JSON.parse(trimmed), null, 2);
  } catch {
    // Cut off, or no JSON.
    return null;
  }
};

const asForm = (text: string): string =>
  [...new URLSearchParams(text)]
    .slice(0, 200)
    .map(([name, value]) => `${name} = ${asJson(value) ?? value}`)
    .join('\n');

/** A request's or answer's body for people: JSON indented, forms a line per field, anything else as it came. */
export const prettyBody = (text: string, headers: Readonly<Record<string, string>>): string => {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return asForm(text);
  return asJson(text) ?? text;
};
