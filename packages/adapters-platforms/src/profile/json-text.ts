// Numbers beyond 2^53 are ids, never quantities; as text they stay exact.
const hasLongNumber = /[:[,]\s*-?\d{16,}/u;

const exactNumbers = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/u.test(context?.source ?? '')
    ? context?.source
    : value;

/** A text as JSON; undefined when it is none. Whole numbers that a double cannot hold come as their digits. */
export const parseJsonText = (text: string): unknown => {
  try {
    const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
    return hasLongNumber.test(plain) ? (JSON.parse(plain, exactNumbers) as unknown) : (JSON.parse(plain) as unknown);
  } catch {
    return undefined;
  }
};
