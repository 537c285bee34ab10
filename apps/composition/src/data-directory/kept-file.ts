import { existsSync, linkSync, readFileSync, rmSync, writeFileSync, openSync, fsyncSync, closeSync } from 'node:fs';

/**
 * Reads a small file that only its owner may read, making it with `make` at the first call. It appears whole or not at all, and once
 * there it is never overwritten.
 */
export const keptFile = (path: string, make: () => string): string => {
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}.new`;
    writeFileSync(draft, make(), { mode: 0o600 });
    const handle = openSync(draft, 'r');
    fsyncSync(handle);
    closeSync(handle);
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(path, 'utf8');
};
