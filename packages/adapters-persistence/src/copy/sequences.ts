import { sql } from 'kysely';
import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';

/** Sets sequences to where they stand elsewhere, so that no number is given out twice. */
export function copySequences(from: Session, to: Session, names: readonly string[]): ResultAsync<void, StoreFailure> {
  return safeTry<void, StoreFailure>(async function* () {
    for (const name of names) {
      const [at] = yield* from.rows<{ value: string; called: boolean }>(
        sql`select last_value::text as value, is_called as called from ${sql.id(name)}`,
      );
      yield* to.rows(
        sql`select setval(quote_ident(${name})::regclass, ${at?.value ?? '1'}::bigint, ${at?.called ?? false}::bool)`,
      );
    }
    return ok(undefined);
  });
}
