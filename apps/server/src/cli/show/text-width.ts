import stringWidth from 'string-width';

const plain = /^[\x20-\x7e]*$/u;
const segmenter = new Intl.Segmenter();

/** How many cells of a terminal a text takes: 2 for a Chinese character, 0 for what joins the one before. */
export const textWidth = (text: string): number => (plain.test(text) ? text.length : stringWidth(text));

/** The text in at most `width` cells, with … for what had no room. No character is cut in half. */
export const fitText = (text: string, width: number): string => {
  if (textWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 1;
  for (const { segment } of segmenter.segment(text)) {
    used += textWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
};

/** The text, filled up to `width` cells. */
export const padText = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const gap = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + gap : gap + text;
};
