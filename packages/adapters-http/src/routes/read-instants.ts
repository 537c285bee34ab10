import { err, ok, type Result } from 'neverthrow';
import type { Instant } from '@portico/core';
import type { WorkflowInput } from '../body/workflow-input.ts';
import type { Failure } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import type { Language } from '../problems/problems.ts';

/** A timestamp in the tenant's zone; absent is null. `pointer` names the field it came from. */
export const readInstant = (
  text: string | null | undefined,
  pointer: string,
  request: { readonly input: WorkflowInput; readonly language: Language },
): Result<Instant | null, Failure> => {
  if (text === null || text === undefined) return ok(null);
  const instant = request.input.instant(text);
  if (instant !== null) return ok(instant);
  return err({ problem: 'INVALID', details: [{ pointer, message: fieldText('instant', request.language) }] });
};

/** `from` and `to` of a query. */
export const readSpan = (request: {
  readonly query: { readonly from?: string | undefined; readonly to?: string | undefined };
  readonly input: WorkflowInput;
  readonly language: Language;
}): Result<{ readonly from: Instant | null; readonly to: Instant | null }, Failure> =>
  readInstant(request.query.from, '/query/from', request).andThen((from) =>
    readInstant(request.query.to, '/query/to', request).map((to) => ({ from, to })),
  );
