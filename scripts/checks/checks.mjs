import { build } from './build.mjs';
import { dead } from './dead.mjs';
import { format } from './format.mjs';
import { lint } from './lint.mjs';
import { packages } from './packages.mjs';
import { typecheck } from './typecheck.mjs';

/**
 * By the name that `node scripts/check.mjs` takes. Each prints what is wrong, nothing when all is well, and answers
 * whether it passed.
 * @type {ReadonlyMap<string, (args: string[]) => Promise<boolean>>}
 */
export const checks = new Map([
  ['lint', lint],
  ['format', format],
  ['typecheck', typecheck],
  ['build', build],
  ['dead', dead],
  ['packages', packages],
]);
