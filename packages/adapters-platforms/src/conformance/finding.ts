import type { Exchange } from '@portico/core/work';

export interface Words {
  readonly 'zh-CN': string;
  readonly en: string;
}

/**
 * What came of a promise. `kept` and `broken` were seen; `unseen`: sent, and only a person looking at the platform can tell;
 * `not-claimed`: the profile does not say that it holds; `no-sample`: nothing was recorded for it; `skipped`: not tried, with the reason.
 */
export type Verdict = 'kept' | 'broken' | 'unseen' | 'not-claimed' | 'no-sample' | 'skipped';

/** One thing that was done for a promise, with everything that was sent for it, secrets hidden. */
export interface Step {
  readonly what: Words;
  readonly came: string;
  readonly exchanges: readonly Exchange[];
}

export interface Finding {
  readonly promise: string;
  readonly title: Words;
  readonly why: Words;
  readonly verdict: Verdict;
  /** In words; null where the verdict says everything. */
  readonly note: Words | null;
  readonly steps: readonly Step[];
}

/** What a run of all promises came to. */
export interface ConformanceReport {
  readonly profile: Words;
  readonly mode: 'samples' | 'live';
  /** Where it was sent, or would have been. */
  readonly baseUrl: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** Nothing is broken and something was seen. */
  readonly passed: boolean;
  /** Everything that the profile claims was tried. */
  readonly complete: boolean;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly requests: number;
  readonly findings: readonly Finding[];
  /** What is left at the platform after a live run, by its key; empty when everything was taken away again. */
  readonly left: readonly string[];
}

export const words = (en: string, chinese: string): Words => ({ en, 'zh-CN': chinese });

/** What ends a promise other than being kept. */
export class Conclusion extends Error {
  readonly verdict: 'broken' | 'unseen' | 'not-claimed';
  readonly note: Words;

  constructor(verdict: Conclusion['verdict'], note: Words) {
    super(note.en);
    this.name = 'Conclusion';
    this.verdict = verdict;
    this.note = note;
  }
}

/** It does not hold, with what was seen instead. */
export const broken = (en: string, chinese: string): Conclusion => new Conclusion('broken', words(en, chinese));

/** Nothing but a look at the platform can tell. */
export const unseen = (en: string, chinese: string): Conclusion => new Conclusion('unseen', words(en, chinese));

/** The profile does not say that it holds, as it turns out. */
export const notClaimed = (en: string, chinese: string): Conclusion =>
  new Conclusion('not-claimed', words(en, chinese));

export const insist = (holds: boolean, en: string, chinese: string): void => {
  if (!holds) throw broken(en, chinese);
};
