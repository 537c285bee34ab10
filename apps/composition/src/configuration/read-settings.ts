import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';

/** One setting that cannot be used, in words. */
export interface ConfigurationProblem {
  readonly setting: string;
  readonly message: string;
}

/** Reads settings from environment variables; an empty one counts as unset, surrounding blanks do not count. */
export const readSettings = <Shape extends z.ZodRawShape>(
  settings: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): Result<z.output<z.ZodObject<Shape>>, readonly ConfigurationProblem[]> => {
  const given = Object.fromEntries(
    Object.keys(settings).flatMap((name) => {
      const value = environment[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const parsed = z.object(settings).safeParse(given);
  if (parsed.success) return ok(parsed.data);
  return err(parsed.error.issues.map((issue) => ({ setting: String(issue.path[0] ?? ''), message: issue.message })));
};
