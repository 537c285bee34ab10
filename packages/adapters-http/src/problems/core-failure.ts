import type { ResultAsync } from 'neverthrow';
import type { Access, TokenFailure } from '@portico/core/access';
import type { TaskCenter } from '@portico/core/task-center';
import type { EventRejection, Workflow } from '@portico/core/workflow';

/** Every failure that a use case of a context can answer. */
type FailuresOf<Context> = {
  [Name in keyof Context]: Context[Name] extends (...args: never[]) => ResultAsync<unknown, infer Failure>
    ? Failure
    : never;
}[keyof Context];

/** Whatever the core can answer instead of a value; taken from its interfaces, so that none can be forgotten. */
export type CoreFailure = FailuresOf<Workflow> | FailuresOf<TaskCenter> | FailuresOf<Access>;

/** The codes that the core knows. */
export type CoreCode = CoreFailure['code'] | EventRejection | TokenFailure['code'];
