import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { at } from '../read-path.ts';
import type { Terminal } from '../terminal.ts';

/** The server that runs, or would run, on this machine with these settings. */
export interface LocalServer {
  readonly dataDir: string;
  readonly url: string;
  /** Null when its data directory holds none, or not for this user. */
  readonly key: string | null;
}

const member = (file: string, name: string): string | null => {
  try {
    const found = at(JSON.parse(readFileSync(file, 'utf8')), name);
    return typeof found === 'string' && found !== '' ? found : null;
  } catch {
    return null;
  }
};

/** Reads what a server leaves in its data directory: `server.json` says where it listens, `credentials.json` holds its first key. */
export const readLocalServer = ({ env, serverDirectory }: Pick<Terminal, 'env' | 'serverDirectory'>): LocalServer => {
  const dataDir = resolve(serverDirectory, env['PORTICO_DATA_DIR']?.trim() || '.portico');
  const port = /^\d{1,5}$/u.exec(env['PORTICO_PORT']?.trim() ?? '')?.[0] ?? '3000';
  return {
    dataDir,
    url: member(join(dataDir, 'server.json'), 'url')?.replace(/\/+$/u, '') ?? `http://127.0.0.1:${port}`,
    key: member(join(dataDir, 'credentials.json'), 'apiKey'),
  };
};
