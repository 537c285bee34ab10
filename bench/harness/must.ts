import type { Result } from 'neverthrow';

/** The value of a result that a benchmark cannot do without. */
export const must = <T>(result: Result<T, unknown>): T => {
  if (result.isErr()) throw new Error(`a step failed: ${JSON.stringify(result.error)}`);
  return result.value;
};
