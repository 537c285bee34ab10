import { open, rm, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { misused } from '../cli/failure.ts';
import { text } from '../cli/parsing/option.ts';
import type { Terminal } from '../cli/terminal.ts';

export const secretOption = {
  out: text('Write the secret to this new file, with mode 0600, and show it nowhere.', 'file', 'files'),
} as const;

const opened = async (path: string, name: string): Promise<FileHandle> => {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    throw misused(
      `${name} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'}); it must not exist yet`,
    );
  }
};

/**
 * Runs what makes a secret with the file it goes into, null when it is to be shown. The file is opened before the secret is made, since one
 * that cannot be kept is lost, and is gone again when none was made.
 */
export const withSecretFile = async (
  file: string | null,
  terminal: Pick<Terminal, 'directory'>,
  make: (file: FileHandle | null) => Promise<void>,
): Promise<number> => {
  if (file === null) {
    await make(null);
    return 0;
  }
  const path = resolve(terminal.directory, file);
  const handle = await opened(path, file);
  try {
    await make(handle);
    return 0;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
};
