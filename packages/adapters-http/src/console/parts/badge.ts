import type { SyncState, TodoState } from '@portico/core/task-center';
import type { AttemptOutcome } from '@portico/core/work';
import type { Urgency } from '@portico/core/workflow';
import { html } from 'hono/html';
import type { LaneState } from '../texts/states.ts';
import type { Html, View } from '../view.ts';
import { icon, type IconName } from './icon.ts';

/** What a state means at a glance. The same colour always means the same. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'doubt' | 'calm';

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}

export const syncLooks: Readonly<Record<SyncState, Look>> = {
  agreed: { tone: 'good', icon: 'check' },
  pending: { tone: 'busy', icon: 'clock' },
  failing: { tone: 'warn', icon: 'retry' },
  refused: { tone: 'bad', icon: 'stop' },
  exhausted: { tone: 'bad', icon: 'hourglass' },
  undecidable: { tone: 'doubt', icon: 'question' },
  poison: { tone: 'bad', icon: 'bolt' },
  withdrawn: { tone: 'calm', icon: 'undo' },
  ignored: { tone: 'calm', icon: 'eyeOff' },
};

export const outcomeLooks: Readonly<Record<AttemptOutcome, Look>> = {
  done: { tone: 'good', icon: 'check' },
  deferred: { tone: 'busy', icon: 'clock' },
  failed: { tone: 'warn', icon: 'cross' },
  refused: { tone: 'bad', icon: 'stop' },
  unknown: { tone: 'doubt', icon: 'question' },
  undecidable: { tone: 'doubt', icon: 'question' },
  credentials: { tone: 'bad', icon: 'key' },
  interrupted: { tone: 'warn', icon: 'bolt' },
  released: { tone: 'calm', icon: 'undo' },
};

const laneLooks: Readonly<Record<LaneState, Look>> = {
  open: { tone: 'good', icon: 'check' },
  paused: { tone: 'warn', icon: 'pause' },
  probing: { tone: 'busy', icon: 'retry' },
  disabled: { tone: 'calm', icon: 'stop' },
  throttled: { tone: 'busy', icon: 'hourglass' },
  breaker: { tone: 'bad', icon: 'alert' },
  credentials: { tone: 'bad', icon: 'key' },
};

const todoLooks: Readonly<Record<TodoState, Look>> = {
  open: { tone: 'calm', icon: 'inbox' },
  done: { tone: 'good', icon: 'check' },
  withdrawn: { tone: 'calm', icon: 'undo' },
};

const urgencyLooks: Readonly<Record<Urgency, Look>> = {
  low: { tone: 'calm', icon: 'dot' },
  normal: { tone: 'calm', icon: 'dot' },
  urgent: { tone: 'warn', icon: 'alert' },
  critical: { tone: 'bad', icon: 'bolt' },
};

const badge = (look: Look, word: string, meaning?: string): Html =>
  html`<span class="badge tone-${look.tone}" ${meaning === undefined ? '' : html` title="${meaning}"`}
    >${icon(look.icon)}${word}</span
  >`;

export const syncBadge = ({ texts }: View, sync: SyncState): Html =>
  badge(syncLooks[sync], texts.sync[sync], texts.syncMeaning[sync]);
export const outcomeBadge = ({ texts }: View, outcome: AttemptOutcome): Html =>
  badge(outcomeLooks[outcome], texts.outcome[outcome]);
export const laneBadge = ({ texts }: View, state: LaneState): Html =>
  badge(laneLooks[state], texts.lane[state], texts.laneMeaning[state]);
export const todoBadge = ({ texts }: View, state: TodoState): Html => badge(todoLooks[state], texts.todoState[state]);
export const urgencyBadge = ({ texts }: View, urgency: Urgency): Html =>
  badge(urgencyLooks[urgency], texts.urgency[urgency]);
