import type { Result } from 'neverthrow';
import type { Instant } from '../../ports/instant.ts';
import type { PlatformConnection } from '../platform.ts';

/** What a platform sent us. */
export interface CallbackRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** At most 256 KiB. */
  readonly body: Uint8Array;
}

/**
 * Why a callback is not taken. `CALLBACK_FORGED`: nothing proves who sent it. `CALLBACK_STALE`: it was sent too long ago, or comes from
 * the future. `CALLBACK_MALFORMED`: it was proved, and cannot be understood; `pointer` leads into its body.
 */
export interface CallbackRejection {
  readonly code: 'CALLBACK_FORGED' | 'CALLBACK_STALE' | 'CALLBACK_MALFORMED';
  readonly pointer: string;
  readonly message: string;
}

/** What somebody decided on a platform, as it says. */
export interface ReadDecision {
  /** In the engine's words; 1 to 255 characters. */
  readonly taskId: string;
  /** Whose to-do it is; null when only the platform's id of the person is known. */
  readonly assigneeId: string | null;
  /** `approve`, `reject`, or whatever else the platform calls it; 1 to 64 characters. */
  readonly action: string;
  /** At most 10,000 characters. */
  readonly comment: string | null;
  /** When it was decided there; when it arrived, where the platform does not say. */
  readonly at: Instant;
  /** In the platform's words. */
  readonly remote: CallbackRemote;
}

/** Who and what is meant, in the platform's words. */
export interface CallbackRemote {
  readonly userId: string | null;
  readonly taskId: string | null;
  readonly instanceId: string | null;
}

/** What a callback that was proved says. */
export interface CallbackReading {
  /** Sent back, as JSON with status 200, whether it comes for the first time or again. */
  readonly answer: unknown;
  /** Null: it decides nothing (an address is being tried out). */
  readonly decision: ReadDecision | null;
  /**
   * Whatever tells a repetition: at least one, 1 to 200 characters each. A callback of which any key was seen before, from the same
   * platform, is answered and not told again.
   */
  readonly keys: readonly string[];
  /** All of it as it was said, secrets taken out; plain JSON. */
  readonly said: Readonly<Record<string, unknown>>;
}

/** How a kind of platform proves and understands what comes from it. Pure: nothing is asked of anybody. */
export interface CallbackReader {
  read(
    connection: PlatformConnection,
    request: CallbackRequest,
    now: Instant,
  ): Result<CallbackReading, CallbackRejection>;
}

/** How far a callback's time stamp may be from now. */
export const callbackToleranceMs: number = 5 * 60_000;

/** The largest body. */
export const callbackBytes: number = 256 * 1024;

/** A decision that was taken in, and told. */
export interface Callback {
  /** Ours, ascending by time of arrival. */
  readonly id: string;
  readonly tenant: string;
  readonly platform: string;
  readonly kind: string;
  readonly taskId: string;
  /** The to-do's assignee; null where nobody could be found for the platform's id. */
  readonly assigneeId: string | null;
  /** Who acted, by the person mappings; null where they do not say. */
  readonly actorId: string | null;
  /** Of the to-do, where there is one. */
  readonly instanceId: string | null;
  readonly action: string;
  readonly comment: string | null;
  readonly remote: CallbackRemote;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly said: Readonly<Record<string, unknown>>;
}
