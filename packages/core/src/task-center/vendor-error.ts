/** A text in the languages of the console. */
export interface InBothLanguages {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** An error of a vendor, in the vendor's words and in ours. */
export interface VendorError {
  /** As it stands in the vendor's answer: a code, or the beginning of a text. */
  readonly code: string;
  /** How the vendor puts it, where that may stand without the code. */
  readonly text?: string;
  /** What the vendor means by it. */
  readonly meaning: InBothLanguages;
  /** What somebody should do. */
  readonly advice: InBothLanguages;
}

const isWordy = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9_]/.test(character);

/** Whether words name a code: as it is, and not as a part of a longer word or number. */
const names = (words: string, code: string): boolean => {
  for (let at = words.indexOf(code); at !== -1; at = words.indexOf(code, at + 1)) {
    const before = isWordy(code.at(0)) && isWordy(words[at - 1]);
    const after = isWordy(code.at(-1)) && isWordy(words[at + code.length]);
    if (!before && !after) return true;
  }
  return false;
};

/** What a failure's words mean, by the longest code or text that they name; null when none does. */
export const explainWords = (errors: readonly VendorError[] | undefined, words: string): VendorError | null =>
  (errors ?? [])
    .map((error) => ({
      error,
      length: Math.max(
        0,
        ...[error.code, error.text ?? ''].map((part) => (part !== '' && names(words, part) ? part.length : 0)),
      ),
    }))
    .filter(({ length }) => length > 0)
    .toSorted((a, b) => b.length - a.length)[0]?.error ?? null;
