const longestRead = 2_000;
const longestCause = 160;

const blank = /[\s\u0000-\u001f\u007f]+/g;

/** Stands for whatever differs from one object to the next. */
const mask = '#';

const wholly: readonly RegExp[] = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?/gi,
  /\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}\b/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g,
];

/** A name with an id behind it: `张三 (20210001)`. */
const named = /[^\s:：,，;；"“”]{1,40} ?[(（]#[)）]/g;
/** An element's tag: of a page that came instead of an answer only the words count. */
const tag = /<\/?[a-z][a-z0-9]*(?: [^<>]{0,200})?>/gi;
/** A word of letters, digits and what joins them in ids; `A00000` and `ECONNRESET` are words, too. */
const word = /[A-Za-z0-9_~-]{1,256}/g;
const codeBefore = /(?:code|errno|status|state|result|http|错误码|代码|编码)\W{0,4}$/i;
const isIdLike = (text: string): boolean => /\d/.test(text);
/** Codes that say so by themselves: `A00213`, `503`. All others are told by the word before them. */
const vendorCode = /^(?:[A-Z]{1,3}\d{4,6}|[45]\d\d)$/;

const maskWord = (text: string, at: number, all: string): string => {
  if (!isIdLike(text)) return text;
  if (vendorCode.test(text)) return text;
  // `4001: …` is how adapters put a code before its text.
  if (at === 0 && text.length <= 12 && /^ ?[:：]/.test(all.slice(text.length))) return text;
  if (/^-?[A-Za-z0-9_]{1,12}$/.test(text) && codeBefore.test(all.slice(Math.max(0, at - 16), at))) return text;
  return mask;
};

/**
 * The cause that a failure's words tell of, for putting failures together: ids, numbers, times and addresses are masked, codes of vendors
 * and HTTP statuses are kept. Pure, idempotent, at most 160 characters.
 */
export const causeOf = (words: string | null): string => {
  let text = (words ?? '').slice(0, longestRead).toWellFormed().replaceAll(blank, ' ');
  text = text.replaceAll(tag, ' ').replaceAll(blank, ' ').trim();
  for (const pattern of wholly) text = text.replaceAll(pattern, mask);
  text = text.replaceAll(word, maskWord);
  text = text.replaceAll(named, mask);
  text = text.replaceAll(/#(?:[.:/#_-]*#)+/g, mask);
  return [...text].slice(0, longestCause).join('').trim();
};
