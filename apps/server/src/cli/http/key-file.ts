import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { misused } from '../failure.ts';
import { at } from '../read-path.ts';
import type { Terminal } from '../terminal.ts';

const longest = 4_096;

/** A key goes into a header, so it must be plain text. */
export const checkKey = (key: string, from: string): string => {
  if (!/^[\x21-\x7e]{1,1024}$/u.test(key)) throw misused(`${from} holds no API key`);
  return key;
};

const read = async (file: string, terminal: Pick<Terminal, 'directory' | 'stdin'>): Promise<string> => {
  if (file !== '-') return readFile(resolve(terminal.directory, file), 'utf8');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of terminal.stdin.bytes()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longest) break;
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The key in a file: alone, or as a `credentials.json`. `-` is standard input. */
export const readKeyFile = async (file: string, terminal: Pick<Terminal, 'directory' | 'stdin'>): Promise<string> => {
  let text: string;
  try {
    text = (await read(file, terminal)).trim();
  } catch (error) {
    throw misused(`the key file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  if (text.startsWith('{')) {
    try {
      const key = at(JSON.parse(text), 'apiKey');
      if (typeof key === 'string') return key;
    } catch {
      // Said below.
    }
  }
  return checkKey(text, file === '-' ? 'standard input' : file);
};
