import type { Instant, Millis } from '../ports/instant.ts';

/**
 * What a rule looks for. `lanes` are patterns of lanes' names as workers have them (`push/*`, `!push/test`), null is every lane; in the
 * other lists null is everything.
 */
export type AlertCondition =
  /** Everything that a lane tries fails, its breaker is open, or its credentials are rejected. */
  | { readonly kind: 'lane-failing'; readonly lanes: readonly string[] | null }
  /** Something has been due in a lane for longer than this: 1 second to 30 days. */
  | { readonly kind: 'oldest-due'; readonly lanes: readonly string[] | null; readonly aboveMs: Millis }
  /** More keys than this are parked in a lane: refused, exhausted, undecidable or poison. */
  | { readonly kind: 'parked'; readonly lanes: readonly string[] | null; readonly above: number }
  /** The latest sweep of a platform found more to put right than this. */
  | { readonly kind: 'sweep-found'; readonly platforms: readonly string[] | null; readonly above: number }
  /** The latest job of a kind, and of a subject, failed. */
  | { readonly kind: 'job-failed'; readonly jobs: readonly string[] | null }
  /** A job that should be running shows no sign of life. */
  | { readonly kind: 'job-silent'; readonly jobs: readonly string[] | null };

/** When somebody is told, of what. */
export interface AlertRule {
  readonly tenant: string;
  /** 1 to 64 characters of `[0-9a-zA-Z-]`, unique in the tenant; those that a tenant begins with are called as their condition's kind. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly condition: AlertCondition;
  /** How long it must have been so before it fires: up to 30 days. */
  readonly holdMs: Millis;
  /** How long it must have been otherwise before it has recovered: up to 30 days. */
  readonly clearMs: Millis;
  /** How often it is told again while it fires: 1 minute to 30 days; null: once. */
  readonly remindEveryMs: Millis | null;
  /** Grows by one with each change. */
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Nobody is told of a rule, a subject, or a subject of a rule until then. */
export interface AlertSilence {
  readonly tenant: string;
  readonly id: string;
  /** Null: every rule. */
  readonly rule: string | null;
  /** Null: every subject. */
  readonly subject: string | null;
  readonly until: Instant;
  readonly reason: string;
  readonly by: string;
  readonly createdAt: Instant;
}

/** Whether a silence covers a subject of a rule at this time. */
export const covers = ({ rule, subject, until }: AlertSilence, of: AlertPlace, now: Instant): boolean =>
  until > now && (rule === null || rule === of.rule) && (subject === null || subject === of.subject);

/** A subject of a rule. */
export interface AlertPlace {
  readonly rule: string;
  readonly subject: string;
}
