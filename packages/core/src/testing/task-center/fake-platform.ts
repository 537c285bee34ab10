import { ok } from 'neverthrow';
import type { Clock } from '../../ports/clock.ts';
import type {
  PlatformCapabilities,
  PlatformKind,
  PushAnswer,
  PushCall,
  PushContext,
  TaskCenterPlatform,
  VerifyAnswer,
} from '../../task-center/platform.ts';
import { withPersonSpace } from '../../task-center/person-space.ts';
import type { LaneConfig } from '../../work/lane.ts';
import type { Outcome } from '../../work/outcome.ts';
import { createFakeRemote, type FakeRemote } from './fake-remote.ts';

/**
 * What befalls one call. `failed` has no effect; `lost` has had its effect, and no answer comes; `dropped` had none, and no answer comes;
 * `hang` has had its effect, and nothing comes until the caller gives up.
 */
export type PlatformFault = 'none' | 'failed' | 'lost' | 'dropped' | 'hang' | 'throttled' | 'refused';

export interface FakePlatform {
  readonly capabilities: PlatformCapabilities;
  readonly kind: PlatformKind;
  readonly remote: FakeRemote;
  /** Every call that reached it, in order. */
  readonly calls: readonly PushCall[];
  /** Decides what befalls the next call; `none` unless it says otherwise. */
  fault: (operation: PushCall['operation'] | 'verify', key: string) => PlatformFault;
}

export interface FakePlatformOptions {
  readonly clock: Clock;
  readonly name: string;
  readonly capabilities?: Partial<PlatformCapabilities>;
  readonly namesIds?: boolean;
  readonly lane?: Partial<LaneConfig>;
  readonly latencyMs?: number;
}

/** What an ordinary platform can do. */
export const ordinaryCapabilities: PlatformCapabilities = {
  units: ['assignee'],
  identity: true,
  readBack: false,
  reopen: 'update',
  createsDone: false,
  maxBatch: 1,
  settlingMs: 2_000,
  people: 'own',
};

const reasons = {
  failed: 'it was down',
  throttled: 'too fast',
  refused: 'it wants nothing of this',
  lost: 'the answer was lost',
};

const until = (context: PushContext): Promise<void> =>
  context.signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));

const outcomeOf = (fault: PlatformFault): Outcome => {
  switch (fault) {
    case 'none':
      return { kind: 'done', more: false };
    case 'failed':
      return { kind: 'failed', reason: reasons.failed, retryAfterMs: null };
    case 'throttled':
      return { kind: 'deferred', scope: 'lane', forMs: 300, reason: reasons.throttled };
    case 'refused':
      return { kind: 'refused', reason: reasons.refused };
    case 'lost':
    case 'dropped':
    case 'hang':
      return { kind: 'unknown', reason: reasons.lost };
  }
};

/** A task center in memory that can be told to fail, with any capabilities. */
export const createFakePlatform = (options: FakePlatformOptions): FakePlatform => {
  const { clock, name, latencyMs = 5 } = options;
  const capabilities: PlatformCapabilities = { ...ordinaryCapabilities, ...options.capabilities };
  const remote = createFakeRemote(capabilities, options.namesIds ?? false, clock.monotonic);
  const calls: PushCall[] = [];
  const wait = (): Promise<void> => new Promise((resolve) => void clock.timer(latencyMs, resolve));

  const pushOne = async (call: PushCall, context: PushContext): Promise<PushAnswer> => {
    calls.push(call);
    const fault = platform.fault(call.operation, call.key);
    await wait();
    const has = fault === 'none' || fault === 'lost' || fault === 'hang';
    const effect = has ? remote.apply(call) : { found: 'as-sent' as const, remoteId: null };
    if (fault === 'hang') await until(context);
    if ('refusal' in effect)
      return { outcome: { kind: 'refused', reason: effect.refusal }, found: 'as-sent', remoteId: null, exchanges: [] };
    return {
      outcome: outcomeOf(fault),
      ...(fault === 'none' ? effect : { found: 'as-sent', remoteId: null }),
      exchanges: [],
    };
  };

  const verify = async (call: PushCall, context: PushContext): Promise<VerifyAnswer> => {
    const fault = platform.fault('verify', call.key);
    await wait();
    if (fault === 'hang') await until(context);
    if (fault !== 'none') return { outcome: outcomeOf(fault), remote: null, exchanges: [] };
    const found = remote.find(call);
    // What was just made takes its time to show up.
    const visible =
      found !== null && (capabilities.identity || clock.monotonic() - found.madeAt >= capabilities.settlingMs / 2);
    return {
      outcome: outcomeOf('none'),
      remote: visible ? { remoteId: options.namesIds === true ? found.remoteId : null, state: found.state } : null,
      exchanges: [],
    };
  };

  const opened: TaskCenterPlatform = {
    capabilities,
    buildPushData: ({ operation, key, content, people }) =>
      ok({ operation, key, content, ...(capabilities.people === 'own' ? {} : { people: Object.fromEntries(people) }) }),
    push: async (sent, context) => {
      if (sent.length > capabilities.maxBatch || new Set(sent.map(({ operation }) => operation)).size > 1)
        throw new Error('That is no batch.');
      return Promise.all(sent.map((call) => pushOne(call, context)));
    },
    verify,
    testConnection: () =>
      Promise.resolve({ outcome: outcomeOf('none'), found: 'as-sent', remoteId: null, exchanges: [] }),
  };
  const platform: FakePlatform = {
    capabilities,
    remote,
    calls,
    fault: () => 'none',
    kind: {
      kind: name,
      name: { 'zh-CN': name, en: name },
      contract: 'custom',
      configFields: withPersonSpace([], capabilities),
      lane: options.lane ?? {},
      open: () => ok(opened),
    },
  };
  return platform;
};
