import type { Result, ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { ConfigField, SettingsInvalid } from '../task-center/platform.ts';
import type { Source } from './source.ts';

/**
 * One row of an engine's answer: a task, or one of its assignees, by the names of `docs/reference/sources.md` in any case and with or
 * without underscores. Dates may be `Date`s or texts.
 */
export type SourceRow = Readonly<Record<string, unknown>>;

/** Where reading goes on. */
export interface ChangesPlace {
  /** The value of `changedAt` of the last row before; null: from the beginning. */
  readonly since: string | null;
  /** Its task; null: from the first task of that time on. */
  readonly after: string | null;
}

/**
 * - `SOURCE_UNAVAILABLE`: not reached, or broken off; worth trying again.
 * - `SOURCE_REFUSED`: it says no to the question or to the credentials; somebody has to change something.
 * - `SOURCE_DATA`: what it answers cannot be read.
 */
export interface SourceTrouble {
  readonly code: 'SOURCE_UNAVAILABLE' | 'SOURCE_REFUSED' | 'SOURCE_DATA';
  readonly message: string;
}

export interface SourceContext {
  readonly signal: AbortSignal;
  remainingMs(): Millis;
}

/** An engine that can be asked. Nothing is ever written there. */
export interface EngineSource {
  /** What it can be asked for; a missing question is null. */
  readonly changes:
    | ((place: ChangesPlace, limit: number, context: SourceContext) => ResultAsync<readonly SourceRow[], SourceTrouble>)
    | null;
  /** Open tasks behind `after` (a task id; null: from the first), ordered by task, at most `limit` rows. */
  readonly open:
    | ((
        after: string | null,
        limit: number,
        context: SourceContext,
      ) => ResultAsync<readonly SourceRow[], SourceTrouble>)
    | null;
  close(): Promise<void>;
}

/** What a source is opened with. Secrets are in the clear here and nowhere else. */
export interface SourceConnection {
  readonly tenant: string;
  readonly code: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** IANA name: times without an offset are in this zone. */
  readonly timezone: string;
}

/** A kind of source that can be configured. */
export interface SourceKind {
  readonly kind: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  readonly configFields: readonly ConfigField[];
  /** Checks everything, then opens. Nothing is sent. */
  open(connection: SourceConnection): Result<EngineSource, SettingsInvalid>;
}

export interface SourceStore {
  /** Inserts (`revision` 1) or replaces (when the stored revision is one less); answers whether it did. */
  save(source: Source): ResultAsync<boolean, StoreFailure>;
  find(tenant: string, code: string): ResultAsync<Source | null, StoreFailure>;
  /** As `find`, and keeps others from locking it until the transaction ends: whoever begins a job of it decides alone. */
  lock(tenant: string, code: string): ResultAsync<Source | null, StoreFailure>;
  /** By code. A null tenant: all. */
  list(tenant: string | null): ResultAsync<readonly Source[], StoreFailure>;
  remove(tenant: string, code: string): ResultAsync<boolean, StoreFailure>;
}

/** Which tasks a sweep has seen at its engine, so that those it has not seen can be told from them however many there are. */
export interface SeenTasks {
  /** Notes tasks; one that is noted already stays so. At most 5,000 a call. */
  add(tenant: string, job: string, taskIds: readonly string[]): ResultAsync<void, StoreFailure>;
  /** Which of these were seen. At most 5,000 a call. */
  among(tenant: string, job: string, taskIds: readonly string[]): ResultAsync<ReadonlySet<string>, StoreFailure>;
  /** Forgets what a job has seen, at most `limit` of it; answers how many. */
  clear(tenant: string, job: string, limit: number): ResultAsync<number, StoreFailure>;
}

/** The sources in one transaction. */
export interface SourceStores {
  readonly sources: SourceStore;
  readonly seenTasks: SeenTasks;
}
