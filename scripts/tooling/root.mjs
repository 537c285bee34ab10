import { fileURLToPath } from 'node:url';

/** The checkout, with no separator at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
