import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { PersonMapping } from './person-mapping.ts';
import type { Invalid, Page } from './task-center.ts';

/** What writing mappings came to. */
export interface PutMappings {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** A line of an upload that was left out; the first line, the header, is number 1. */
export interface RejectedLine {
  readonly line: number;
  readonly message: string;
}

export interface UploadedMappings extends PutMappings {
  /** How many lines were left out; the others were taken. */
  readonly rejected: number;
  /** The first 100 of them. */
  readonly errors: readonly RejectedLine[];
}

export interface SpaceCount {
  readonly space: string;
  readonly count: number;
  /** Codes of the platforms that look people up there. */
  readonly platforms: readonly string[];
}

/**
 * Who people are for platforms that know them by ids of their own. Whatever changes here brings those platforms into step, in the
 * background: what was refused for want of a mapping is pushed, and what was made for another id is made anew.
 */
export interface PersonMappings {
  /** At most 1,000; of two for the same person the last counts. */
  put(
    tenant: string,
    space: string,
    entries: readonly Pick<PersonMapping, 'personId' | 'remoteId'>[],
    source: PersonMapping['source'],
  ): ResultAsync<PutMappings, StoreFailure | Invalid>;
  /**
   * Takes a table of at most 200,000 lines with the columns `personId` and `remoteId` (or 工号/人员编号 and 平台编号/映射编号), separated by
   * commas, semicolons or tabs. Lines with mistakes are left out and told. `dryRun` only says what would come of it.
   */
  upload(
    tenant: string,
    space: string,
    text: string,
    dryRun: boolean,
  ): ResultAsync<UploadedMappings, StoreFailure | Invalid>;
  /** At most 1,000; answers how many there were. What is shown stays as it is, and can still be finished and withdrawn. */
  remove(tenant: string, space: string, personIds: readonly string[]): ResultAsync<number, StoreFailure | Invalid>;
  /** By person id; `text` is a part of either id. */
  list(
    tenant: string,
    space: string,
    text: string | null,
    cursor: string | null,
    limit: number,
  ): ResultAsync<Page<PersonMapping>, StoreFailure | Invalid>;
  /** The spaces that have mappings, or platforms that need some. */
  spaces(tenant: string): ResultAsync<readonly SpaceCount[], StoreFailure>;
  /** The next at most 1,000 lines of a table that `upload` takes, after this person; the first page has the header. */
  exportPage(
    tenant: string,
    space: string,
    after: string | null,
  ): ResultAsync<{ readonly text: string; readonly after: string | null }, StoreFailure | Invalid>;
}
