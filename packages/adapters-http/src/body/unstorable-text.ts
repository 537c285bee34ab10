/** Whether a store can keep the text: no null character, no lone surrogate. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed();

/** The JSON pointer of the first text, or name of a member, that a store could not keep; null when there is none. The value is bounded in depth. */
export const findUnstorableText = (value: unknown, pointer = ''): string | null => {
  if (typeof value === 'string') return isStorable(value) ? null : pointer;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const inner = `${pointer}/${escapePointer(key)}`;
    const found = isStorable(key) ? findUnstorableText(member, inner) : inner.replaceAll('\u0000', '\uFFFD');
    if (found !== null) return found;
  }
  return null;
};
