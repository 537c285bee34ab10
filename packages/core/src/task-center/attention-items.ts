import type { ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { TroubledStanding } from '../work/trouble.ts';

/** Something that a person should look at. */
export type AttentionItem =
  /** A platform that gets nothing at present, and what waits for it. */
  | {
      readonly kind: 'credentials' | 'breaker' | 'throttled' | 'paused' | 'disabled';
      readonly platform: string;
      /** Null for a platform that has no lane yet. */
      readonly lane: string | null;
      /** When it is tried again; null when only a person can change that. */
      readonly until: Instant | null;
      readonly waiting: number;
    }
  /** Work that is due and that nobody does: no worker serves the lane, or it cannot keep up. */
  | {
      readonly kind: 'stuck';
      readonly platform: string;
      readonly lane: string;
      readonly waiting: number;
      readonly oldestDueMs: Millis;
    }
  /** Objects in trouble. `unmapped`: somebody has no id on the platform. */
  | {
      readonly kind: TroubledStanding | 'unmapped';
      readonly platform: string;
      readonly count: number;
      /** How many causes there are, and the most frequent of them. */
      readonly causes: number;
      readonly cause: string;
      readonly oldest: Instant | null;
    }
  /** A sweep that came to its end before it was through. */
  | {
      readonly kind: 'sweep-failed';
      readonly platform: string;
      readonly id: string;
      readonly failure: string | null;
      readonly at: Instant;
    }
  /** A job that failed, shows no sign of life, waits for somebody's answer, or asks an engine that does not answer. */
  | {
      readonly kind: 'job-failed' | 'job-silent' | 'job-asks' | 'engine-away';
      readonly job: string;
      readonly id: string;
      readonly subject: string | null;
      readonly failure: string | null;
      readonly at: Instant;
    }
  /** Somebody who wanted to be told and is told no longer. */
  | { readonly kind: 'endpoint-disabled'; readonly endpoint: string; readonly name: string; readonly at: Instant };

export type AttentionKind = AttentionItem['kind'];

/** Most urgent first: what loses nothing but waits for a person, then what looks after itself. */
const urgency: readonly AttentionKind[] = [
  'credentials',
  'stuck',
  'undecidable',
  'poison',
  'unmapped',
  'refused',
  'job-failed',
  'job-asks',
  'engine-away',
  'job-silent',
  'sweep-failed',
  'exhausted',
  'breaker',
  'endpoint-disabled',
  'paused',
  'throttled',
  'disabled',
  'failing',
];

const looksAfterItself: ReadonlySet<AttentionKind> = new Set(['breaker', 'throttled', 'failing']);

/** Whether it waits for a person; the others end by themselves, as a rule. */
export const needsPerson = ({ kind }: AttentionItem): boolean => !looksAfterItself.has(kind);

const sizeOf = (item: AttentionItem): number => ('count' in item ? item.count : 'waiting' in item ? item.waiting : 1);

/** The most urgent first; within a kind the largest. */
export const inOrderOfUrgency = (items: readonly AttentionItem[]): readonly AttentionItem[] =>
  items.toSorted((a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind) || sizeOf(b) - sizeOf(a));

/** What somebody should look at. */
export interface AttentionCases {
  /** The most urgent first; empty when all is well. */
  attention(tenant: string): ResultAsync<readonly AttentionItem[], StoreFailure>;
}
