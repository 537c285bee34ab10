import { err, ok, type Result } from 'neverthrow';
import type { z } from 'zod';
import type { Failure, FailureDetail } from '../problems/failure.ts';
import { fieldText, isFieldText, zodErrorMap } from '../problems/language.ts';
import type { Language } from '../problems/problems.ts';

const maxDetails = 20;

const pointerOf = (base: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((pointer, key) => `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`, base);

const detailsOf = (base: string, issue: z.core.$ZodIssue, language: Language): readonly FailureDetail[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf(base, [...issue.path, key])
        .slice(0, 256)
        .toWellFormed(),
      message: issue.message.slice(0, 256).toWellFormed(),
    }));
  }
  const ours: unknown = issue.code === 'custom' ? issue.params?.['text'] : null;
  return [
    {
      pointer: pointerOf(base, issue.path),
      message: isFieldText(ours) ? fieldText(ours, language) : issue.message.toWellFormed(),
    },
  ];
};

/** Parses with a schema; every field at fault is named by its pointer, which begins with `base`. */
export const parseFields = <T>(
  schema: z.ZodType<T>,
  value: unknown,
  base: string,
  language: Language,
): Result<T, Failure> => {
  const parsed = schema.safeParse(value, { error: zodErrorMap(language) });
  if (parsed.success) return ok(parsed.data);
  return err({
    problem: 'INVALID',
    details: parsed.error.issues.flatMap((issue) => detailsOf(base, issue, language)).slice(0, maxDetails),
  });
};
