import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { WorkflowInput } from '../body/workflow-input.ts';
import { parseFields } from '../body/parse-fields.ts';
import type { Failure } from '../problems/failure.ts';
import type { Language } from '../problems/problems.ts';

/** How a route's body becomes what its handler takes. */
export interface BodyReader<Body> {
  /** For the OpenAPI document. */
  readonly schema: z.ZodType;
  /** Without a body, `{}` is read when it is not required. */
  readonly required: boolean;
  /** In bytes; null: the API's own limit. */
  readonly maxBytes: number | null;
  /** `unchecked`: the reader itself looks for texts that cannot be kept. */
  readonly texts: 'checked' | 'unchecked';
  /** A table comes as it is; everything else is JSON. */
  readonly media?: 'csv';
  read(value: unknown, language: Language, input: WorkflowInput): Result<Body, Failure>;
}

/** A table as spreadsheets save it: CSV in UTF-8 or GB18030, with or without a byte order mark. */
export const csvBody = (maxBytes: number): BodyReader<string> => ({
  schema: z.string(),
  required: true,
  maxBytes,
  texts: 'unchecked',
  media: 'csv',
  read: (value) => (typeof value === 'string' ? ok(value) : err({ problem: 'MEDIA_TYPE_UNSUPPORTED' })),
});

/** A schema looks at every entry before it counts them, so that bodies for people's hands are kept small. */
const handMadeBytes = 256 * 1024;

/** A body that is all in its schema. */
export const jsonBody = <Body>(
  schema: z.ZodType<Body>,
  { required = true, maxBytes = handMadeBytes }: { readonly required?: boolean; readonly maxBytes?: number } = {},
): BodyReader<Body> => ({
  schema,
  required,
  maxBytes,
  texts: 'checked',
  read: (value, language) => parseFields(schema, value, '', language),
});
