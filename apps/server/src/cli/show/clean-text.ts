/** Steers a terminal, or turns the direction of what follows: never to be shown as it came. */
const unshown = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** A text from outside on one line, without anything that a terminal would obey. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?|\n/gu, '⏎')
    .replaceAll('\t', ' ')
    .replaceAll(unshown, '\u{FFFD}');

/** The same over several lines. */
export const cleanLines = (text: string): readonly string[] => text.split(/\r\n?|\n/gu).map(cleanText);
