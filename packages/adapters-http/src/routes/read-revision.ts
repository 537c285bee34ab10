import { err, ok, type Result } from 'neverthrow';
import type { Failure } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import type { Language } from '../problems/problems.ts';

/** The revision that `If-Match` asks for; null: whatever is stored. */
export const readRevision = (header: string | undefined, language: Language): Result<number | null, Failure> => {
  if (header === undefined || header === '*') return ok(null);
  const revision = /^"?(\d{1,15})"?$/.exec(header)?.[1];
  if (revision !== undefined) return ok(Number(revision));
  return err({
    problem: 'INVALID',
    details: [{ pointer: '/header/If-Match', message: fieldText('if-match', language) }],
  });
};
