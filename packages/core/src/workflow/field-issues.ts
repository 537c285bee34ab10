import { err, ok, type Result } from 'neverthrow';
import type * as z from 'zod';

/** What is wrong with a field. */
export interface FieldIssue {
  /** JSON pointer within what was given. */
  readonly pointer: string;
  /** Names the limit. */
  readonly message: string;
}

/** More are not listed: a body of megabytes may have one in every byte. */
const mostIssues = 20;

export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const unitOf = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

const messageOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      // A message of the schema's own says more.
      if (issue.message.startsWith('must ')) return issue.message;
      return issue.input === undefined ? 'is required' : `must be of type ${issue.expected}`;
    case 'too_big':
      return `must have at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'too_small':
      return `must have at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      if (!('options' in issue) || issue.options === undefined) return 'has none of the forms it may have';
      return `must be one of ${issue.options.map(String).join(', ')}`;
    default:
      return issue.message;
  }
};

/** The issues of a schema as pointers and sentences, the first of each field, 20 at most. */
export const fieldIssues = (issues: readonly z.core.$ZodIssue[]): FieldIssue[] => {
  const byPointer = new Map<string, FieldIssue>();
  for (const issue of issues) {
    if (byPointer.size >= mostIssues) break;
    const pointer = jsonPointer(issue.path);
    if (!byPointer.has(pointer)) byPointer.set(pointer, { pointer, message: messageOf(issue) });
  }
  return [...byPointer.values()];
};

/** Parses what comes from outside. */
export const parseFields = <T>(schema: z.ZodType<T>, input: unknown): Result<T, FieldIssue[]> => {
  const parsed = schema.safeParse(input, { reportInput: true });
  return parsed.success ? ok(parsed.data) : err(fieldIssues(parsed.error.issues));
};
