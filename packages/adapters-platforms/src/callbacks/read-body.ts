import type { CallbackRejection } from '@portico/core/task-center';
import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import { parseJsonText } from '../profile/json-text.ts';

const deepest = 32;

export const forged = (message: string): CallbackRejection => ({ code: 'CALLBACK_FORGED', pointer: '', message });

export const malformed = (pointer: string, message: string): CallbackRejection => ({
  code: 'CALLBACK_MALFORMED',
  pointer,
  message,
});

/** Whether brackets nest deeper than is looked at; what is not JSON gets some answer. */
const isDeep = (text: string): boolean => {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
};

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object in UTF-8. */
export const readObject = (bytes: Uint8Array): Result<JsonObject, CallbackRejection> => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isDeep(text)) return err(malformed('', `The body nests deeper than ${deepest} levels.`));
    const value = parseJsonText(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value as JsonObject);
  } catch {
    // Told below, with everything else that is no object.
  }
  return err(malformed('', 'The body is no JSON object in UTF-8.'));
};

/** The first thing wrong with a body, by its place. */
export const firstIssue = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) => {
  const [issue] = issues;
  const pointer = (issue?.path ?? [])
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
  return malformed(pointer, issue?.message ?? 'does not fit');
};
