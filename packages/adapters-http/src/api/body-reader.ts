import type { Result } from 'neverthrow';
import type { z } from 'zod';
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
  /** `unchecked`: the reader itself looks for texts that cannot be kept. */
  readonly texts: 'checked' | 'unchecked';
  read(value: unknown, language: Language, input: WorkflowInput): Result<Body, Failure>;
}

/** A body that is all in its schema. */
export const jsonBody = <Body>(schema: z.ZodType<Body>, required = true): BodyReader<Body> => ({
  schema,
  required,
  texts: 'checked',
  read: (value, language) => parseFields(schema, value, '', language),
});
