import type { Kysely } from 'kysely';
import type { ResultAsync } from 'neverthrow';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { StoreFailure } from '@portico/core';
import type { Connector } from './connector.ts';
import type { Contact } from './contact.ts';

export type DatabaseOptions =
  | {
      readonly kind: 'pglite';
      /** The directory, made if absent; `memory` keeps nothing. */
      readonly dataDir: string | 'memory';
      /** How long to wait for another process that is just ending to give the directory back, in milliseconds; 0 unless given. */
      readonly patienceMs?: number;
    }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** Connections at most: 2 or more; 10 unless given. */
      readonly poolSize?: number;
      /** Put in front of the search path; must exist. */
      readonly schema?: string;
    };

/** An open database. One set of SQL runs on both kinds. */
export interface Database {
  readonly kind: DatabaseOptions['kind'];
  readonly kysely: Kysely<unknown>;
  /** The identity of the connection, for telling transactions of several databases apart. */
  readonly connector: Connector;
  readonly contact: Contact;
  /** For configuration-like aggregates; shares the connections of `kysely`. */
  readonly orm: MikroORM;
  /** Brings the schema up to date; answers the names of what was applied. Safe to run from several processes at once. */
  migrate(): ResultAsync<readonly string[], StoreFailure>;
  /** Names of migrations that are applied and not known here: the schema is a newer version's. Ask after `migrate`. */
  unknownMigrations(): ResultAsync<readonly string[], StoreFailure>;
  ping(): ResultAsync<void, StoreFailure>;
  close(): Promise<void>;
}
