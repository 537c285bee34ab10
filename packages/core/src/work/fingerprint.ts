/** JSON with the keys of every object in order, so that equal values give equal texts. Absent and undefined fields are the same. */
export const canonicalJson = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  const record = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined)
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(record[key])}`;
  }
  return `{${text}}`;
};

/** 53 bits of a text, by two multiplicative lanes that are mixed into each other at the end. */
const hash53 = (text: string, seed: number): number => {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
};

/**
 * About 106 bits of a value's canonical JSON, as 22 characters of `[0-9a-z]`: enough to tell two honest values apart. It does not
 * resist somebody who looks for collisions.
 */
export const fingerprint = (value: unknown): string => {
  const text = canonicalJson(value);
  return [0, 0x9e3779b9].map((seed) => hash53(text, seed).toString(36).padStart(11, '0')).join('');
};
