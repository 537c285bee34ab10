import type { Result, ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Exchange } from '../work/attempt.ts';
import type { Outcome } from '../work/outcome.ts';
import type { PlatformCapabilities, PlatformConnection, PushCall, PushOperation, SettingsInvalid } from './platform.ts';
import type { Invalid, NotFound } from './task-center.ts';

/** An answer as a vendor may give it: pasted, not received. */
export interface TriedAnswer {
  /** 100 to 599. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What would be sent, and what the answer would be taken for. */
export interface TryOut {
  /** Null without an answer, and where nothing would be sent: then `refusal` says why. */
  readonly outcome: Outcome | null;
  readonly found: 'as-sent' | 'existed' | 'missing' | null;
  readonly remoteId: string | null;
  readonly refusal: string | null;
  /** The requests, secrets redacted; each was given the same answer. */
  readonly exchanges: readonly Exchange[];
}

/** Plays a call through without sending anything; see `PlatformKind.tryOut`. */
export type TryOutKind = (
  connection: PlatformConnection,
  callFor: (capabilities: PlatformCapabilities) => PushCall | null,
  answer: TriedAnswer | null,
) => Promise<Result<TryOut, SettingsInvalid>>;

export interface TryOutRequest {
  /** Instead of the stored one; absent: the stored one. */
  readonly profile?: unknown;
  readonly operation: PushOperation;
  /** A to-do to try it with, as `todoId` makes it; null: a sample. */
  readonly todo: string | null;
  readonly answer: TriedAnswer | null;
}

export interface TryOutCases {
  /** Shows what a platform would be sent for a to-do, and what an answer would be taken for. Nothing is sent and nothing is stored. */
  tryOut(
    tenant: string,
    code: string,
    request: TryOutRequest,
  ): ResultAsync<TryOut, StoreFailure | NotFound | Invalid | SettingsInvalid>;
}
