import type { ResultAsync } from 'neverthrow';
import type { Job } from '../jobs/job.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { SettingsInvalid } from '../task-center/platform.ts';
import type { Conflict, Invalid, NotFound } from '../task-center/task-center.ts';
import type { BadTask } from './read-rows.ts';
import type { SourceKind } from './ports.ts';
import type { PollSettings, Source, SourceSweepSettings } from './source.ts';

/** A source without its secrets, of which only the names are told. */
export interface ShownSource extends Omit<Source, 'secrets'> {
  readonly secretNames: readonly string[];
}

/** What a new source is made of, or what changes of one. Secrets are in the clear; null removes one. */
export interface SourceDraft {
  readonly code?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly enabled?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string | null>>;
  /** Parts that are left out take their defaults. */
  readonly poll?: Partial<PollSettings> | null;
  readonly sweep?: Partial<SourceSweepSettings> | null;
  readonly processIds?: readonly string[] | null;
}

/** What a question gave when it was tried. */
export interface TriedQuestion {
  readonly rows: number;
  readonly tasks: number;
  readonly bad: readonly BadTask[];
  readonly trouble: string | null;
  /** The first task as it was understood. */
  readonly sample: unknown;
}

/** What the sources context can do. */
export interface Sources {
  listKinds(): readonly SourceKind[];
  list(tenant: string): ResultAsync<readonly ShownSource[], StoreFailure>;
  show(tenant: string, code: string): ResultAsync<ShownSource, StoreFailure | NotFound>;
  create(
    tenant: string,
    draft: SourceDraft,
  ): ResultAsync<ShownSource, StoreFailure | Invalid | Conflict | SettingsInvalid>;
  /** `revision` is the one that was read, another one meanwhile is a conflict; null: whatever is stored. */
  change(
    tenant: string,
    code: string,
    revision: number | null,
    draft: SourceDraft,
  ): ResultAsync<ShownSource, StoreFailure | Invalid | Conflict | NotFound | SettingsInvalid>;
  /** What came from it stays; its jobs end. */
  remove(tenant: string, code: string): ResultAsync<void, StoreFailure | NotFound>;
  /** Asks each of its questions for a few rows; nothing is taken in. */
  test(
    tenant: string,
    code: string,
  ): ResultAsync<
    { readonly changes: TriedQuestion | null; readonly open: TriedQuestion | null },
    StoreFailure | NotFound | SettingsInvalid
  >;
  /** Begins a sweep of the engine's list; see the jobs of kind `engine-sweep`. */
  startSweep(tenant: string, code: string, by: string | null): ResultAsync<Job, StoreFailure | NotFound | Conflict>;
}
