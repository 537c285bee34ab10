import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory with its parents, for its owner only. Node's own recursive `mkdir` never returns where a file system answers "no such
 * entry" below a directory that is there, as /proc does.
 */
export const makeDirectory = (path: string): void => {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory())
      throw Object.assign(new Error(`${path} is not a directory`), { code: 'ENOTDIR' });
    return;
  }
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  mkdirSync(path, { mode: 0o700 });
};
