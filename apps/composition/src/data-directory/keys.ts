import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Inconvenience } from '../inconvenience.ts';
import { keptFile } from './kept-file.ts';

/** The keys of this installation, all from one: 32 bytes each. */
export interface Keys {
  readonly secrets: Uint8Array;
  readonly jwt: Uint8Array;
}

const fileIn = (dataDir: string): string => join(dataDir, 'secret.key');

/** The key given in the configuration, or the one in the data directory, made at the first start. Losing it makes stored secrets unreadable. */
export const readKeys = (secretKey: string | null, dataDir: string): Keys => {
  const path = fileIn(dataDir);
  const text = secretKey ?? keptFile(path, () => `${randomBytes(32).toString('base64')}\n`);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32)
    throw new Inconvenience(`${secretKey === null ? path : 'PORTICO_SECRET_KEY'} does not hold 32 bytes in base64.`);
  const derive = (purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', key, '', `portico ${purpose}`, 32));
  return { secrets: derive('secrets'), jwt: derive('tokens') };
};

/** The same for a process that joins an installation: it must be given the key, for one of its own would open nothing. */
export const findKeys = (secretKey: string | null, dataDir: string): Keys => {
  if (secretKey === null && !existsSync(fileIn(dataDir)))
    throw new Inconvenience(
      `PORTICO_SECRET_KEY must be given, the same as the server's; or set PORTICO_DATA_DIR to the server's directory, in which ${fileIn(dataDir)} is looked for.`,
    );
  return readKeys(secretKey, dataDir);
};
