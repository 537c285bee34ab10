import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where the lock of a directory is bound. The operating system lets go of it when the process ends, however it ends; only
 * where it must be a file (macOS) does a dead one stay behind, and nobody answers there.
 */
function addressOf(directory: string): { readonly address: string; readonly file: boolean } {
  const name = `portico-${createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return { address: `\0${name}`, file: false };
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\${name}`, file: false };
  return { address: join(tmpdir(), `${name}.sock`), file: true };
}

function bind(address: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
}

/** Takes the sole right to a directory for this process; answers how to give it back, or null when another process has it. */
export async function lockDataDirectory(directory: string): Promise<(() => Promise<void>) | null> {
  const { address, file } = addressOf(directory);
  const unlock = await bind(address);
  if (unlock !== null || !file || (await isAnswered(address))) return unlock;
  rmSync(address, { force: true });
  return bind(address);
}
