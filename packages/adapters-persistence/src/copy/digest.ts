import { sql } from 'kysely';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '@portico/core';
import type { Session } from '../database/session.ts';
import { eachPage, rowText } from './row-pages.ts';
import type { Table } from './tables.ts';

/** What a table holds, in short: equal contents have equal digests, in whichever order and partitions they lie. */
export interface Digest {
  readonly rows: number;
  /** The sum of the rows' hashes (the first 128 bits of SHA-256 over `rowText`), modulo 2^128, in hexadecimal. */
  readonly sum: string;
}

const pageRows = 2_000;

/** Reads the whole table, but transfers hashes only. `seen` is told how many rows have been read, and may stop it. */
export function digest<E>(
  session: Session,
  table: Table,
  seen: (rows: number) => ResultAsync<void, E>,
): ResultAsync<Digest, E | StoreFailure> {
  let rows = 0;
  let sum = 0n;
  const hash = sql<string>`left(encode(sha256(convert_to(${rowText(table)}, 'UTF8')), 'hex'), 32)`;
  return eachPage(
    session,
    table,
    hash,
    () => pageRows,
    (hashes) => {
      for (const one of hashes) sum = BigInt.asUintN(128, sum + BigInt(`0x${one}`));
      rows += hashes.length;
      return seen(rows);
    },
  ).andThen(() => okAsync({ rows, sum: sum.toString(16).padStart(32, '0') }));
}
