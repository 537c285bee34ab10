import { ok } from 'neverthrow';
import type { LaneConfig } from '../work/lane.ts';
import type { CallbackReader } from './callbacks/callback.ts';
import { withPersonSpace } from './person-space.ts';
import type {
  ConfigField,
  PlatformCapabilities,
  PlatformConnection,
  PlatformKind,
  PushAnswer,
  PushCall,
  PushContext,
  TaskCenterPlatform,
  VerifyAnswer,
} from './platform.ts';

/** What a platform written in code has to say; all but `kind` and `push` has a default. */
export interface PlatformDefinition {
  readonly kind: string;
  /** Shown to people; the kind unless given. */
  readonly name?: PlatformKind['name'];
  /** Unless given: one object per assignee, no identity, no read-back, finished objects open again by an update. */
  readonly capabilities?: Partial<Omit<PlatformCapabilities, 'maxBatch'>>;
  readonly configFields?: readonly ConfigField[];
  readonly lane?: Partial<LaneConfig>;
  /** How what the platform sends back is proved and understood; it sends nothing unless given. */
  readonly callback?: CallbackReader;
  /**
   * Sends one call. Coming back without an outcome says that the platform agreed. A throw says that nobody knows (`unknown`): what
   * certainly had no effect, or will never be accepted, is told by an outcome.
   */
  push(call: PushCall, connection: PlatformConnection, context: PushContext): Promise<Partial<PushAnswer> | void>;
  /** Looks an object up by our key; needed with the capability `readBack`. */
  verify?(call: PushCall, connection: PlatformConnection, context: PushContext): Promise<Partial<VerifyAnswer>>;
  /** Proves address and credentials; answers `done` unless given. */
  testConnection?(connection: PlatformConnection, context: PushContext): Promise<Partial<PushAnswer> | void>;
}

const usual: PlatformCapabilities = {
  units: ['assignee'],
  identity: false,
  readBack: false,
  reopen: 'update',
  createsDone: false,
  maxBatch: 1,
  settlingMs: 0,
  people: 'own',
};

const agreed: PushAnswer = { outcome: { kind: 'done', more: false }, found: 'as-sent', remoteId: null, exchanges: [] };
const notFound: VerifyAnswer = { outcome: agreed.outcome, remote: null, exchanges: [] };

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const answered = async <Answer extends object>(
  usually: Answer,
  ask: () => Promise<Partial<Answer> | void>,
): Promise<Answer> => {
  try {
    return { ...usually, ...(await ask()) };
  } catch (thrown) {
    return { ...usually, outcome: { kind: 'unknown', reason: reasonOf(thrown) } };
  }
};

/** A kind of platform from a function that sends one call. For an HTTP API described as data, see the kind `profile`. */
export const definePlatformKind = (definition: PlatformDefinition): PlatformKind => {
  const { kind, name = { 'zh-CN': kind, en: kind }, lane = {} } = definition;
  const capabilities: PlatformCapabilities = { ...usual, ...definition.capabilities, maxBatch: 1 };
  const configFields = withPersonSpace(definition.configFields ?? [], capabilities);
  if (capabilities.readBack && definition.verify === undefined)
    throw new Error(`Kind ${kind} claims readBack and has no verify.`);
  const open = (connection: PlatformConnection): TaskCenterPlatform => ({
    capabilities,
    buildPushData: ({ operation, key, version, remoteId, content, people }) =>
      ok({
        operation,
        key,
        version,
        remoteId,
        content,
        ...(people.size === 0 ? {} : { people: Object.fromEntries(people) }),
      }),
    push: (calls, context) =>
      Promise.all(calls.map((call) => answered(agreed, () => definition.push(call, connection, context)))),
    verify: (call, context) => answered(notFound, async () => definition.verify?.(call, connection, context)),
    testConnection: (context) => answered(agreed, async () => definition.testConnection?.(connection, context)),
  });
  const { callback } = definition;
  return {
    kind,
    name,
    contract: 'custom',
    configFields,
    lane,
    ...(callback === undefined ? {} : { callback }),
    open: (connection) => ok(open(connection)),
  };
};
