import type { PushAnswer, TaskCenterPlatform } from '@portico/core/task-center';
import type { ProfileDocument } from '../profile/profile-document.ts';
import { Conclusion } from './finding.ts';
import type { Finding, Step, Verdict, Words } from './finding.ts';
import type { ConformancePromise, PromiseKit } from './promise.ts';
import { createTodos, patiently } from './subject.ts';
import type { RunIdentity } from './subject.ts';

export interface Checking {
  readonly platform: TaskCenterPlatform;
  readonly profile: ProfileDocument;
  readonly identity: RunIdentity;
  /** Waits until what was pushed can be believed to be readable. */
  readonly pause: (ms: number) => Promise<void>;
  readonly reopen: PromiseKit['reopen'];
}

export interface Checked {
  readonly verdict: Verdict;
  readonly note: Words | null;
  readonly steps: readonly Step[];
  /** What was made, oldest first, with how to take it away. */
  readonly created: ReadonlyMap<string, () => Promise<PushAnswer>>;
}

const longestSettlingMs = 120_000;

/** A finding about a promise. */
export const findingOf = (
  { id, title, why }: ConformancePromise,
  verdict: Verdict,
  note: Words | null,
  steps: readonly Step[] = [],
): Finding => ({ promise: id, title, why, verdict, note, steps });

/** Tries one promise: the `ordinal`-th of the run. */
export const checkPromise = async (
  { platform, profile, identity, pause, reopen }: Checking,
  promise: ConformancePromise,
  ordinal: number,
): Promise<Checked> => {
  const steps: Step[] = [];
  const created = new Map<string, () => Promise<PushAnswer>>();
  const todos = createTodos(platform, identity, ordinal, {
    step: (step) => void steps.push(step),
    created: (key, withdraw) => {
      if (!created.has(key)) created.set(key, withdraw);
    },
    pause,
  });
  const kit: PromiseKit = {
    platform,
    profile,
    identity,
    reopen,
    todo: (person) => todos.next(person),
    patiently: (send) => patiently(pause, send),
    step: (what, { outcome, exchanges }) =>
      void steps.push({
        what,
        came: 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind,
        exchanges,
      }),
    settled: () => pause(Math.min(profile.capabilities.settlingMs, longestSettlingMs)),
  };
  try {
    return { verdict: 'kept', note: await promise.run(kit), steps, created };
  } catch (error) {
    if (!(error instanceof Conclusion)) throw error;
    return { verdict: error.verdict, note: error.note, steps, created };
  }
};
