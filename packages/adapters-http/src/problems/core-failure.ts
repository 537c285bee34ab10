import type { ResultAsync } from 'neverthrow';
import type { Access, TokenFailure } from '@portico/core/access';
import type { Jobs } from '@portico/core/jobs';
import type { Statistics } from '@portico/core/statistics';
import type { SignIn } from '@portico/core/sign-in';
import type { Callbacks, Feed, PersonMappings, TaskCenter } from '@portico/core/task-center';
import type { Alerts } from '@portico/core/alerts';
import type { Webhooks } from '@portico/core/webhooks';
import type { EventRejection, Workflow } from '@portico/core/workflow';

/** Every failure that a use case of a context can answer. */
type FailuresOf<Context> = {
  [Name in keyof Context]: Context[Name] extends (...args: never[]) => ResultAsync<unknown, infer Failure>
    ? Failure
    : never;
}[keyof Context];

/** Whatever the core can answer instead of a value; taken from its interfaces, so that none can be forgotten. */
export type CoreFailure =
  | FailuresOf<Workflow>
  | FailuresOf<TaskCenter>
  | FailuresOf<Statistics>
  | FailuresOf<Access>
  | FailuresOf<Webhooks>
  | FailuresOf<Alerts>
  | FailuresOf<Jobs>
  | FailuresOf<Callbacks>
  | FailuresOf<PersonMappings>
  | FailuresOf<SignIn>
  | FailuresOf<Feed>;

/** The codes that the core knows. */
export type CoreCode = CoreFailure['code'] | EventRejection | TokenFailure['code'];
