import type { Instant } from '../ports/instant.ts';
import type { Completion, InstanceStatus, Links, Person, TaskStatus, Urgency } from '../workflow/model.ts';

/** What one remote object stands for. */
export type MirrorUnit = 'assignee' | 'task' | 'instance';

/** Which remote object: `taskId` is null for unit `instance`, `assigneeId` for all but unit `assignee`. */
export interface MirrorRef {
  readonly unit: MirrorUnit;
  readonly instanceId: string;
  readonly taskId: string | null;
  readonly assigneeId: string | null;
}

/** What the platform is known to hold. `present` says that it is there with contents we do not know. */
export type RemoteState = 'absent' | 'open' | 'done' | 'present';

/** What a platform last confirmed. */
export interface Acknowledged {
  /** The desired version that was confirmed; 0 before anything was. */
  readonly version: number;
  readonly state: RemoteState;
  /** Of the content that was confirmed; null when unknown. */
  readonly fingerprint: string | null;
  /** The platform's own id of the object, where it gives one. */
  readonly remoteId: string | null;
  /** Under which ids people were shown there, by the engine's ids; on platforms that need mappings only, and only once known. */
  readonly people?: Readonly<Record<string, string>>;
}

/** A decision by hand: `withdrawn` takes the object away, `ignored` leaves it as it is. Both until taken back. */
export type MirrorOverride = 'withdrawn' | 'ignored';

/** One remote object on one platform. Its key is its work key. */
export interface Mirror {
  readonly tenant: string;
  readonly platform: string;
  readonly key: string;
  readonly ref: MirrorRef;
  /** Grows when what should be shown may have changed; the stamp for platforms with a last-writer guard. */
  readonly desiredVersion: number;
  readonly acknowledged: Acknowledged;
  readonly acknowledgedAt: Instant | null;
  readonly override: MirrorOverride | null;
}

/** What should be shown: nothing, or this content. */
export type DesiredMirror =
  | { readonly state: 'absent' }
  | { readonly state: 'open' | 'done'; readonly content: MirrorContent };

/** A pure projection of the workflow, in Portico's own terms; an adapter turns it into its platform's. */
export interface MirrorContent {
  readonly ref: MirrorRef;
  /** `done` when nobody has anything left to do on it. */
  readonly state: 'open' | 'done';
  readonly instance: {
    readonly id: string;
    readonly subject: string;
    readonly processId: string;
    readonly processName: string;
    readonly processVersion: string | null;
    readonly category: string | null;
    readonly status: InstanceStatus;
    readonly initiator: Person | null;
    readonly startedAt: Instant | null;
    readonly endedAt: Instant | null;
  };
  /** Units `assignee` and `task`: exactly one. Unit `instance`: every task that somebody sees, by id. */
  readonly tasks: readonly ContentTask[];
}

export interface ContentTask {
  readonly id: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly subject: string;
  readonly sceneCode: string | null;
  readonly taskType: string | null;
  readonly urgency: Urgency;
  readonly completion: Completion;
  readonly links: Links;
  readonly createdAt: Instant;
  readonly dueAt: Instant | null;
  readonly status: TaskStatus;
  readonly finishedAt: Instant | null;
  readonly result: string | null;
  /** Who sees it, by person id; unit `assignee`: exactly one. Never empty but where the object is to be taken away. */
  readonly handlers: readonly ContentHandler[];
}

export interface ContentHandler {
  readonly person: Person;
  readonly state: 'open' | 'done';
  readonly since: Instant;
}
