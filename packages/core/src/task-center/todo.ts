import type { Instant } from '../ports/instant.ts';
import type { Links, Person, Urgency } from '../workflow/model.ts';

/** Where a to-do stands for its assignee. */
export type TodoState = 'open' | 'done' | 'withdrawn';

/** What one assignee should see of one task. */
export interface Todo {
  readonly tenant: string;
  readonly taskId: string;
  readonly assignee: Person;
  readonly instanceId: string;
  readonly state: TodoState;
  readonly title: string;
  readonly links: Links;
  readonly urgency: Urgency;
  readonly sceneCode: string | null;
  readonly taskType: string | null;
  readonly nodeId: string;
  readonly nodeName: string;
  /** Who started the instance. */
  readonly sender: Person | null;
  readonly processId: string;
  readonly processName: string;
  readonly category: string | null;
  readonly createdAt: Instant;
  /** Since when it is in its state. */
  readonly stateSince: Instant;
  /** The version of the instance that last changed it. */
  readonly version: number;
}
