import { misused } from './failure.ts';

/** One JSON document among many, and the line on which it begins. */
export interface JsonDocument {
  readonly line: number;
  /** How many bytes of the whole have been read when it ends. */
  readonly readBytes: number;
  readonly value: unknown;
}

/** Far above what a server takes in one request. */
const longest = 16 * 1024 * 1024;

const problemOf = (error: unknown): string =>
  (error as Error).message.replaceAll(/\s+/gu, ' ').replace(/, ?".*" is not valid JSON$/u, '');

/**
 * Reads objects as they come: one, one a line (NDJSON), pretty-printed one after the other, or a list of them. Never holds more than one.
 * Throws a `Failure` that names the line where it stops being JSON; what came before has been handed out by then.
 */
export const readDocuments = async function* (
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<JsonDocument> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let readBytes = 0;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let list = 'unknown' as 'unknown' | 'yes' | 'no' | 'over';
  let begunAt = 1;
  let pieces: string[] = [];
  let held = 0;

  const broken = (at: number, problem: string): Error => misused(`${name}, line ${at}: ${problem}`);
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw broken(line, 'this is not UTF-8');
    }
  };
  const finish = (text: string): JsonDocument => {
    try {
      return { line: begunAt, readBytes, value: JSON.parse(text) as unknown };
    } catch (error) {
      throw broken(begunAt, `this is not JSON (${problemOf(error)})`);
    }
  };
  const take = function* (text: string): Generator<JsonDocument> {
    let from = 0;
    for (let index = 0; index < text.length; index += 1) {
      const sign = text[index] as string;
      if (sign === '\n') line += 1;
      if (depth > 0) {
        if (escaped) escaped = false;
        else if (inText) {
          if (sign === '\\') escaped = true;
          else if (sign === '"') inText = false;
          // A text cannot go on over a line's end: what follows would be taken for its rest.
          else if (sign === '\n') throw broken(line - 1, 'this is not JSON (a text is not closed)');
        } else if (sign === '"') inText = true;
        else if (sign === '{' || sign === '[') depth += 1;
        else if (sign === '}' || sign === ']') {
          depth -= 1;
          if (depth === 0) {
            const document = finish(pieces.join('') + text.slice(from, index + 1));
            pieces = [];
            held = 0;
            yield document;
          }
        }
        continue;
      }
      if (/[\s\uFEFF]/u.test(sign)) continue;
      if (list === 'over') throw broken(line, 'nothing may follow the list');
      if (sign === '[' && list === 'unknown') {
        list = 'yes';
        continue;
      }
      if (sign === ']' && list === 'yes') {
        list = 'over';
        continue;
      }
      if (sign === ',' && list === 'yes') continue;
      if (sign !== '{') throw broken(line, `an object was expected, there is "${sign}"`);
      if (list === 'unknown') list = 'no';
      depth = 1;
      begunAt = line;
      from = index;
    }
    if (depth === 0) return;
    pieces.push(text.slice(from));
    held += text.length - from;
    if (held > longest) throw broken(begunAt, 'this object is too large, or is not closed');
  };

  for await (const chunk of chunks) {
    readBytes += chunk.length;
    yield* take(decode(chunk));
  }
  yield* take(decode());
  if (depth > 0) throw broken(begunAt, 'this is not JSON (it is not closed)');
  if (list === 'yes') throw broken(line, 'the list is not closed');
};
