import { err, ok, type Result } from 'neverthrow';
import { fieldText } from '../problems/language.ts';
import type { Failure } from '../problems/failure.ts';
import type { Language } from '../problems/problems.ts';
import { isDeeperThan } from './json-depth.ts';
import { jsonErrorOffset } from './json-error-offset.ts';
import { findUnstorableText } from './unstorable-text.ts';

/** How deep a body may nest. */
export const maxJsonDepth = 64;

const position = (text: string, offset: number): { offset: number; line: number; column: number } => {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { offset, line, column: offset - before.lastIndexOf('\n') };
};

/** Parses a body. Its depth is bounded; with `texts` every text in it is one that a store can keep, else its field is named. */
export const parseJson = (
  text: string,
  language: Language,
  texts: 'checked' | 'unchecked',
): Result<unknown, Failure> => {
  if (isDeeperThan(text, maxJsonDepth)) return err({ problem: 'JSON_TOO_DEEP', parameters: { limit: maxJsonDepth } });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ problem: 'JSON_INVALID', parameters: position(text, jsonErrorOffset(text)) });
  }
  // Well-formed UTF-8 can say an unstorable character by an escape only.
  if (texts === 'checked' && text.includes('\\u')) {
    const pointer = findUnstorableText(value);
    if (pointer !== null) {
      return err({ problem: 'TEXT_INVALID', details: [{ pointer, message: fieldText('unstorable-text', language) }] });
    }
  }
  return ok(value);
};
