import { sql } from 'kysely';
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Database } from '../database/database.ts';
import type { Session } from '../database/session.ts';
import { createTransactorOf } from '../database/transactor.ts';
import { copyFailure, type CopyFailure } from './copy-failure.ts';
import { copyRows } from './copy-rows.ts';
import { describe, mustTake, type Description } from './description.ts';
import { digest, type Digest } from './digest.ts';
import { copySequences } from './sequences.ts';
import { inOrderOfReference } from './tables.ts';
import { keepWritersOut, makePartitions, mustBeEmpty, mustBeFit, setTriggers } from './target.ts';

/** How far a copy has come. */
export interface CopyProgress {
  /** Every table is copied; then every table is read again, on one side and on the other. */
  readonly step: 'copy' | 'compare';
  readonly table: string;
  /** How many of its rows are done. */
  readonly rows: number;
  /** How many it has. */
  readonly of: number;
}

export interface CopyOptions {
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Aborted, the copy ends within a page and leaves no row. */
  readonly signal?: AbortSignal;
}

export interface CopiedTable extends Digest {
  readonly name: string;
}

type Failure = CopyFailure | StoreFailure;

/**
 * Copies everything that a database holds into an empty one: every table with its partitions, and where the sequences stand. Both are
 * brought up to date first, so a copy that fails may leave a schema behind, but no row: all rows come in one transaction, which
 * commits only when both sides, read again, hold the same. Nobody may write to the source meanwhile; who writes to the target waits.
 */
export function copyDatabase(
  source: Database,
  target: Database,
  options: CopyOptions = {},
): ResultAsync<readonly CopiedTable[], Failure> {
  const reading = createTransactorOf(source, (session) => session);
  const writing = createTransactorOf(target, (session) => session);
  return safeTry<readonly CopiedTable[], Failure>(async function* () {
    yield* source.migrate();
    const { tables } = yield* reading.run(describe);
    // Before migrating: what is refused stays as it was.
    yield* writing.run((to) => mustBeFit(to).andThen(() => mustBeEmpty(to, tables)));
    yield* target.migrate();
    return writing.run((to) =>
      describe(to)
        .andThen((there) => reading.run((from) => fill(from, to, there, options)))
        .andThen((copied) => confirm(to, copied, options)),
    );
  });
}

/** A table, and what the source says that it holds. */
type Copied = Description['tables'][number] & { readonly digest: Digest };

function fill(
  from: Session,
  to: Session,
  there: Description,
  options: CopyOptions,
): ResultAsync<readonly Copied[], Failure> {
  return safeTry<readonly Copied[], Failure>(async function* () {
    yield* from.rows(sql`set transaction isolation level repeatable read, read only`);
    const here = yield* describe(from);
    yield* mustTake(here, there);
    yield* keepWritersOut(to, here.tables);
    yield* mustBeEmpty(to, here.tables);
    yield* setTriggers(to, here.tables, 'disable');
    const copied: Copied[] = [];
    for (const table of inOrderOfReference(here.tables)) {
      const [count] = yield* from.rows<{ rows: number }>(sql`select count(*) as rows from ${sql.id(table.name)}`);
      const of = count?.rows ?? 0;
      const target = there.tables.find(({ name }) => name === table.name) ?? table;
      yield* makePartitions(to, table, target);
      yield* copyRows(from, to, table, watch(options, 'copy', table.name, of));
      copied.push({ ...table, digest: yield* digest(from, table, watch(options, 'compare', table.name, of)) });
    }
    yield* copySequences(from, to, here.sequences);
    return ok(copied);
  });
}

function confirm(
  to: Session,
  copied: readonly Copied[],
  options: CopyOptions,
): ResultAsync<readonly CopiedTable[], Failure> {
  return safeTry<readonly CopiedTable[], Failure>(async function* () {
    for (const { digest: wanted, ...table } of copied) {
      const found = yield* digest(to, table, watch(options, 'compare', table.name, wanted.rows));
      if (found.rows !== wanted.rows || found.sum !== wanted.sum)
        return err(
          copyFailure(
            'COPY_DIFFERS',
            `${table.name} has ${wanted.rows} rows (${wanted.sum}) in the source and ${found.rows} (${found.sum}) in the target`,
          ),
        );
      // Plans are good from the first query on.
      yield* to.rows(sql`analyze ${sql.id(table.name)}`);
    }
    yield* setTriggers(to, copied, 'enable');
    return ok(copied.map(({ name, digest: held }) => ({ name, ...held })));
  });
}

/** Reports progress, and fails once the copy is asked to stop. */
function watch(options: CopyOptions, step: CopyProgress['step'], table: string, of: number) {
  return (rows: number): ResultAsync<void, CopyFailure> => {
    if (options.signal?.aborted === true)
      return errAsync(copyFailure('STOPPED', 'the copy was stopped; the target is empty'));
    options.onProgress?.({ step, table, rows, of });
    return okAsync(undefined);
  };
}
