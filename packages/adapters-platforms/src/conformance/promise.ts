import type { PushAnswer, TaskCenterPlatform } from '@portico/core/task-center';
import type { ProfileDocument } from '../profile/profile-document.ts';
import type { Words } from './finding.ts';
import type { CheckedTodo, RunIdentity, TestPerson } from './subject.ts';
import type { RunTokens } from './run-tokens.ts';

/** What a promise has to work with. */
export interface PromiseKit {
  readonly platform: TaskCenterPlatform;
  readonly profile: ProfileDocument;
  readonly identity: RunIdentity;
  todo(person?: TestPerson): CheckedTodo;
  step(what: Words, answer: PushAnswer): void;
  /** Sends, and waits and sends again where the platform asks for that. */
  patiently(send: () => Promise<PushAnswer>): Promise<PushAnswer>;
  /** The same platform with other tokens or secrets. */
  reopen(change: { readonly tokens?: RunTokens; readonly secrets?: 'wrong' }): TaskCenterPlatform;
  /** Resolves once what was pushed can be believed to be readable. */
  settled(): Promise<void>;
}

/** One thing that a platform has to do for Portico to keep people's to-dos right. */
export interface ConformancePromise {
  readonly id: string;
  readonly title: Words;
  readonly why: Words;
  /** Null: it applies. Otherwise why not: what the profile does not claim. */
  claimed(profile: ProfileDocument): Words | null;
  /** Throws a `Conclusion` where it is not kept; what it answers is a note. */
  run(kit: PromiseKit): Promise<Words | null>;
}

export const always = (): null => null;
