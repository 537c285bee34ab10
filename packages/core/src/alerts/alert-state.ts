import type { Instant } from '../ports/instant.ts';
import type { AlertCondition, AlertPlace } from './alert-rule.ts';

interface Seen extends AlertPlace {
  readonly tenant: string;
  /** Since when it has been so. */
  readonly since: Instant;
  /** What was found last, in the unit of the condition; null where there is no number to it. */
  readonly value: number | null;
  /** In words, in English. */
  readonly words: string;
}

/** It is so, and not yet for long enough. */
export interface PendingAlert extends Seen {
  readonly phase: 'pending';
}

/** It fires: one period, from when it fired to when it has recovered. */
export interface FiringAlert extends Seen {
  readonly phase: 'firing';
  /** The id of this period. */
  readonly alert: string;
  readonly firedAt: Instant;
  /** When somebody was told last; null: it is silenced, and nobody was told yet. */
  readonly toldAt: Instant | null;
  /** Since when it has been otherwise; null while it is so. */
  readonly clearSince: Instant | null;
}

/** How a subject of a rule stands; one that is well has no state. */
export type AlertState = PendingAlert | FiringAlert;

/** Why a period ended. */
export type AlertEnd = 'recovered' | 'rule-disabled' | 'rule-removed';

/** One period in which a rule fired for a subject: a line of the history. */
export interface Alert extends AlertPlace {
  readonly tenant: string;
  readonly id: string;
  /** The rule's name and kind as they were when it fired. */
  readonly name: string;
  readonly kind: AlertCondition['kind'];
  readonly since: Instant;
  readonly firedAt: Instant;
  /** Null while it fires. */
  readonly resolvedAt: Instant | null;
  readonly endedBy: AlertEnd | null;
  /** What was found when it fired. */
  readonly value: number | null;
  readonly words: string;
}
