import type { SourceRow, SourceTrouble } from '@portico/core/sources';
import type { ResultAsync } from 'neverthrow';
import type { PlacedQuery } from './named-parameters.ts';

/** What the places of a question take; texts, because engines keep more digits of a second than JavaScript does. */
export type QueryValues = readonly (string | number)[];

/** A database that is read and never written. */
export interface SqlConnection {
  /** How the database writes the places of parameters. */
  readonly place: (number: number) => string;
  /** Answers at most `limit` rows, every value but numbers and booleans as text; more rows are trouble. */
  read(
    query: PlacedQuery,
    values: QueryValues,
    limit: number,
    within: { readonly signal: AbortSignal; readonly ms: number },
  ): ResultAsync<readonly SourceRow[], SourceTrouble>;
  close(): Promise<void>;
}

/** A question that came to more rows than it was asked for: it does not keep to `:limit`. */
export const tooManyRows = (limit: number): SourceTrouble => ({
  code: 'SOURCE_DATA',
  message: `The question answered more than ${limit} rows: it has to end with "limit :limit".`,
});

/** So much text one answer may hold, in characters. */
export const largestAnswer = 32 * 1024 * 1024;

export const answerTooLarge: SourceTrouble = {
  code: 'SOURCE_DATA',
  message: 'The answer is larger than 32 MB: ask for fewer rows at once, or for fewer columns.',
};

export const sizeOf = (row: SourceRow): number => {
  let size = 0;
  for (const value of Object.values(row)) size += typeof value === 'string' ? value.length : 8;
  return size;
};
