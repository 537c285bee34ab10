import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tooling/root.mjs';

/** A fenced block of a Markdown page. */
export interface CodeBlock {
  /** What stands after the opening fence; empty when nothing does. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order; `page` is relative to the checkout. */
export const codeBlocks = (page: string): readonly CodeBlock[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n(.*?)^```$/gmsu)].map(([, language, text]) => ({
    language: language ?? '',
    text: text ?? '',
  }));

/** The one block of this language that holds `part`; throws unless there is exactly one. */
export const blockWith = (page: string, language: string, part: string): string => {
  const found = codeBlocks(page).filter((block) => block.language === language && block.text.includes(part));
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${page} has ${found.length} blocks of ${language || 'plain text'} with ${part}`);
  }
  return found[0].text;
};
