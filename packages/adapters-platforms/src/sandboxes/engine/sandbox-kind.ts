import type { IncomingHttpHeaders } from 'node:http';
import type { Change, ReadableStore } from './store.ts';
import type { TokenDesk } from './token-desk.ts';

export type SandboxUrgency = 'low' | 'normal' | 'urgent' | 'critical';

/** A to-do as people would see it at the platform. */
export interface SandboxTodo {
  readonly id: string;
  readonly assignee: string;
  readonly title: string;
  readonly urgency: SandboxUrgency;
  readonly state: 'open' | 'done';
  readonly links: { readonly pc: string; readonly mobile: string | null };
}

export type Effect = 'created' | 'updated' | 'completed' | 'withdrawn' | 'none' | 'refused';

export interface Answer {
  readonly status: number;
  /** JSON text, or HTML where a gateway would answer. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the vendor's own success test holds. */
  readonly ok: boolean;
}

export interface DecidedRow {
  readonly operation: string;
  /** The caller's key of the object where there is one, so that a doubled create shows. */
  readonly id: string;
  readonly effect: Effect;
}

/** What a request would do; nothing has happened until the changes are written to the journal. */
export interface Decision {
  readonly answer: Answer;
  readonly rows: readonly DecidedRow[];
  readonly changes: readonly Change[];
}

export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** What stands in the path where the operation's has `{name}`. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly store: ReadableStore;
  readonly credentials: Readonly<Record<string, string>>;
  readonly tokens: TokenDesk;
  /** An id of the server's own making. */
  newId(): string;
}

export interface Operation {
  readonly name: string;
  /** Pure but for the count of token uses. */
  decide(call: Call): Decision;
}

export interface SandboxKind {
  readonly name: string;
  /** Bytes. */
  readonly bodyLimit: number;
  /** Lifetime of a token, where the platform has tokens. */
  readonly tokenSeconds?: number;
  /** The settings an adapter needs beside its base URL; made once and kept. */
  newCredentials(secret: () => string): Record<string, string>;
  /** By path below the base (`POST`), or by method and path, which may have `{name}` segments: `GET /tasks/{id}`. */
  readonly operations: ReadonlyMap<string, Operation>;
  /** A request that is none: unknown path, wrong method, body too large. */
  problem(status: number, text: string): Answer;
  throttled(retryAfterSeconds: number): Answer;
  /** A transient failure in the vendor's words. */
  busy(random: () => number): Answer;
  todos(store: ReadableStore): Iterable<SandboxTodo>;
}
