import type { Result, ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Exchange } from '../work/attempt.ts';
import type { LaneConfig } from '../work/lane.ts';
import type { Outcome } from '../work/outcome.ts';
import type { CallbackReader } from './callbacks/callback.ts';
import type { MirrorContent, MirrorRef, MirrorUnit, RemoteState } from './mirror.ts';
import type { TryOutKind } from './try-out.ts';
import type { VendorError } from './vendor-error.ts';

/** What is asked of a platform. */
export type PushOperation = 'create' | 'update' | 'complete' | 'withdraw';

/** What a platform can promise; `plan` decides by it. */
export interface PlatformCapabilities {
  /** The objects it keeps. With `instance` beside another unit it keeps both, and the others only inside their instance. */
  readonly units: readonly MirrorUnit[];
  /** It deduplicates creations by our key: creating again makes no second object. */
  readonly identity: boolean;
  /** It can be asked for an object by our key. */
  readonly readBack: boolean;
  /** How a finished object opens again: by an update, or by withdrawing and creating it. */
  readonly reopen: 'update' | 'recreate';
  /** A creation may carry the finished state at once. */
  readonly createsDone: boolean;
  /** How many calls of one operation one request may carry. */
  readonly maxBatch: number;
  /** With read-back and without identity: how long after a lost creation "not found" can be believed. */
  readonly settlingMs: Millis;
  /** By which ids it knows people: the engine's, or its own, which person mappings give. */
  readonly people: 'own' | 'mapped';
}

/** The platform's ids of people, by the engine's. */
export type People = ReadonlyMap<string, string>;

/** One thing to do on a platform. */
export interface PushCall {
  readonly operation: PushOperation;
  readonly key: string;
  readonly ref: MirrorRef;
  /** What should be shown; for `withdraw` what would be, were it not withdrawn. */
  readonly content: MirrorContent;
  /** Monotonic per object, in the form of epoch milliseconds: the stamp for last-writer guards. */
  readonly version: number;
  readonly remoteId: string | null;
  /** Of the instance that holds this task, on platforms that keep both. */
  readonly parentRemoteId: string | null;
  /** Of the people in the content; whoever is not mapped is missing. Empty where people are known by the engine's ids. */
  readonly people: People;
  /**
   * The first creation of something open, tried for the first time because it has just come about: the only call by which a platform may
   * notify people. False for whatever comes of a retry, a sweep or a re-push, or may have been shown before.
   */
  readonly first: boolean;
}

/** What a call came to. `found` matters with outcome `done` only. */
export interface PushAnswer {
  readonly outcome: Outcome;
  /** `as-sent`: the object is as we sent it. `existed`: it was there already, contents unknown. `missing`: it is not there. */
  readonly found: 'as-sent' | 'existed' | 'missing';
  /** The platform's id of the object, when the answer names one. */
  readonly remoteId: string | null;
  readonly exchanges: readonly Exchange[];
}

/** What reading back gave; `remote` matters with outcome `done` only. */
export interface VerifyAnswer {
  readonly outcome: Outcome;
  /** Null: not there. `differs`: it shows something else than the content that was asked about. */
  readonly remote: {
    readonly remoteId: string | null;
    readonly state: Exclude<RemoteState, 'absent'> | 'differs';
  } | null;
  readonly exchanges: readonly Exchange[];
}

export interface PushContext {
  readonly signal: AbortSignal;
  remainingMs(): Millis;
}

/** What would be sent, in the platform's terms; JSON. */
export type PushData = Readonly<Record<string, unknown>>;

/** The content can never be shown by this platform, with the field at fault. */
export interface PushRefusal {
  readonly code: 'REFUSED';
  readonly pointer: string;
  readonly message: string;
}

/** One configured task center (seed: TaskCenterInterface, `push` and `buildPushData`). */
export interface TaskCenterPlatform {
  readonly capabilities: PlatformCapabilities;
  /** What would be sent for a call. Pure; what it refuses is never sent. */
  buildPushData(call: PushCall): Result<PushData, PushRefusal>;
  /** Sends calls of one operation, at most `maxBatch`; one answer each, in order. Never rejects. */
  push(calls: readonly PushCall[], context: PushContext): Promise<readonly PushAnswer[]>;
  /** Looks an object up by our key; only with the capability `readBack`. Never rejects. */
  verify(call: PushCall, context: PushContext): Promise<VerifyAnswer>;
  /** Proves address and credentials without changing anything that people see. Never rejects. */
  testConnection(context: PushContext): Promise<PushAnswer>;
}

/** One setting of a platform kind (seed: `config_field`). */
export interface ConfigField {
  readonly name: string;
  readonly label: { readonly 'zh-CN': string; readonly en: string };
  readonly help: { readonly 'zh-CN': string; readonly en: string } | null;
  readonly type: 'string' | 'url' | 'integer' | 'boolean' | 'secret' | 'choice' | 'json';
  readonly required: boolean;
  readonly default: unknown;
  /** Integers: value; strings: length. */
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly string[] | null;
}

/** What a platform is opened with. Secrets are in the clear here and nowhere else. */
export interface PlatformConnection {
  readonly tenant: string;
  readonly code: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** For kind `profile`: the profile document as it was uploaded. */
  readonly profile: unknown;
  /** IANA name: vendors get local times. */
  readonly timezone: string;
  readonly tokens: TokenCache;
}

/** A setting that does not fit, with where it is. */
export interface SettingsIssue {
  /** JSON pointer into the platform document, for example `/settings/appId` or `/profile/operations/create`. */
  readonly pointer: string;
  readonly message: string;
}

export interface SettingsInvalid {
  readonly code: 'SETTINGS_INVALID';
  readonly issues: readonly SettingsIssue[];
}

/** A kind of task center that can be configured. */
export interface PlatformKind {
  readonly kind: string;
  readonly name: { readonly 'zh-CN': string; readonly en: string };
  /** `verified`: from the vendor's text or working integrations. `reference`: the vendor publishes none, this is ours. `custom`: the profile says. */
  readonly contract: 'verified' | 'reference' | 'custom';
  readonly configFields: readonly ConfigField[];
  /** The settings of a platform with this profile, where the profile brings its own; null when it cannot be read, which `open` will tell. */
  fieldsFor?(profile: unknown): readonly ConfigField[] | null;
  /** What differs from the usual limits. */
  readonly lane: Partial<LaneConfig>;
  /** What its error codes and texts mean, as far as is known. */
  readonly errors?: readonly VendorError[];
  /** Plays a call through without sending it, where the kind can do that. */
  tryOut?: TryOutKind;
  /** How what it sends back is proved and understood; it sends nothing unless given. */
  readonly callback?: CallbackReader;
  /** Checks everything, then opens. Nothing is sent. */
  open(connection: PlatformConnection): Result<TaskCenterPlatform, SettingsInvalid>;
}

/** A token of a platform, shared by all workers and kept over restarts. */
export interface StoredToken {
  /** Grows by one with each exchange of the token. */
  readonly version: number;
  readonly token: string;
  readonly expiresAt: Instant | null;
}

/** Where tokens are kept; the only place where replacing one is decided. */
export interface TokenCache {
  read(tenant: string, platform: string): ResultAsync<StoredToken | null, StoreFailure>;
  /**
   * Replaces the token when its version still is `used` (0: when there is none); answers what is stored afterwards: ours, or that
   * of whoever came first.
   */
  swap(
    tenant: string,
    platform: string,
    used: number,
    token: string,
    expiresInMs: Millis | null,
  ): ResultAsync<StoredToken, StoreFailure>;
}
