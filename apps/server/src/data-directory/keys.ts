import { hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Inconvenience } from '../commands/inconvenience.ts';
import { keptFile } from './kept-file.ts';

/** The keys of this installation, all from one: 32 bytes each. */
export interface Keys {
  readonly secrets: Uint8Array;
  readonly jwt: Uint8Array;
}

/** The key given in the configuration, or the one in the data directory, made at the first start. Losing it makes stored secrets unreadable. */
export const readKeys = (secretKey: string | null, dataDir: string): Keys => {
  const path = join(dataDir, 'secret.key');
  const text = secretKey ?? keptFile(path, () => `${randomBytes(32).toString('base64')}\n`);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32)
    throw new Inconvenience(`${secretKey === null ? path : 'PORTICO_SECRET_KEY'} does not hold 32 bytes in base64.`);
  const derive = (purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', key, '', `portico ${purpose}`, 32));
  return { secrets: derive('secrets'), jwt: derive('tokens') };
};
