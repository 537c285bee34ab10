import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/**
 * What Node is started with when a program is run by its own name: whoever starts it in another way starts it alike.
 * @param {string} file a TypeScript or JavaScript file, relative to the checkout
 * @returns {string[]}
 */
export function shebangFlags(file) {
  const [first = ''] = readFileSync(join(root, file), 'utf8').split('\n', 1);
  return /^#!.*\bnode (?<flags>.+)$/u.exec(first)?.groups?.flags?.split(' ') ?? [];
}
