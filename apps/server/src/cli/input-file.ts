import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { misused } from './failure.ts';
import { readDocuments, type JsonDocument } from './json-documents.ts';
import type { Terminal } from './terminal.ts';

/** A file that a person named; `-` is standard input. */
export interface InputFile {
  /** As messages call it. */
  readonly name: string;
  /** Bytes; null: unknown. */
  readonly size: number | null;
  bytes(): AsyncIterable<Uint8Array>;
}

const inputFile = async (file: string, terminal: Pick<Terminal, 'directory' | 'stdin'>): Promise<InputFile> => {
  if (file === '-') return { name: 'standard input', size: null, bytes: () => terminal.stdin.bytes() };
  const path = resolve(terminal.directory, file);
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw Object.assign(new Error('directory'), { code: 'EISDIR' });
    return { name: file, size: facts.isFile() ? facts.size : null, bytes: () => createReadStream(path) };
  } catch (error) {
    throw misused(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
};

/** What a person named, or standard input when nothing was. Throws when that is a terminal, where nobody would know what to type. */
export const openInput = async (
  file: string | undefined,
  terminal: Pick<Terminal, 'directory' | 'stdin'>,
): Promise<InputFile> => {
  if (file === undefined && terminal.stdin.isTerminal) throw misused('name a file, or - for standard input');
  return inputFile(file ?? '-', terminal);
};

/** The objects in a file, one after the other. */
export const documentsIn = (input: InputFile): AsyncGenerator<JsonDocument> => readDocuments(input.bytes(), input.name);

/** The one object in a file. */
export const readObject = async (
  file: string,
  terminal: Pick<Terminal, 'directory' | 'stdin'>,
): Promise<Readonly<Record<string, unknown>>> => {
  const input = await openInput(file, terminal);
  const found: unknown[] = [];
  for await (const { value } of documentsIn(input)) {
    found.push(value);
    if (found.length > 1) break;
  }
  const [only] = found;
  if (found.length !== 1 || typeof only !== 'object' || only === null || Array.isArray(only))
    throw misused(`${input.name} must hold one JSON object`);
  return only as Readonly<Record<string, unknown>>;
};
