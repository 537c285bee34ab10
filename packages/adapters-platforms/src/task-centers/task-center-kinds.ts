import type { Tracer } from '@portico/core';
import type { PlatformKind } from '@portico/core/task-center';
import type { Dispatcher } from 'undici';
import { createTracedVendorClient } from '../http/traced-vendor-client.ts';
import { createVendorAgent, createVendorClient } from '../http/vendor-client.ts';
import type { ProfileDependencies } from '../profile/open-profile.ts';
import type { ProfileInput } from '../profile/profile-document.ts';
import { abilityCenterProfile } from './ability-center/profile.ts';
import { createBuiltInKind } from './built-in-kind.ts';
import type { BuiltInKind } from './built-in-kind.ts';
import { jinzhiProfile } from './jinzhi/profile.ts';
import { jinzhiShuxinProfile } from './jinzhi-shuxin/profile.ts';
import { createProfileKind } from './profile/kind.ts';
import { tongyidaibanProfile } from './tongyidaiban/profile.ts';
import { weaverOfsProfile } from './weaver-ofs/profile.ts';

export interface TaskCenterKindsOptions {
  /** Connections to the vendors; keep-alive and separate for each origin unless set. */
  readonly dispatcher?: Dispatcher;
  /** Wall clock, epoch milliseconds: for lifetimes of tokens. */
  readonly now?: () => number;
  /** Only differences mean anything, milliseconds. */
  readonly monotonic?: () => number;
  /** Uniform in [0, 1): spreads the refresh of tokens. */
  readonly random?: () => number;
  /** Requests to vendors are traced with it; vendors are not told. */
  readonly tracer?: Tracer;
}

const builtIn: readonly BuiltInKind[] = [
  { kind: 'jinzhi', contract: 'verified', profile: jinzhiProfile, lane: { batchSize: 20 } },
  { kind: 'weaver-ofs', contract: 'verified', profile: weaverOfsProfile },
  { kind: 'jinzhi-shuxin', contract: 'reference', profile: jinzhiShuxinProfile },
  { kind: 'tongyidaiban', contract: 'reference', profile: tongyidaibanProfile },
  { kind: 'ability-center', contract: 'reference', profile: abilityCenterProfile },
];

/** The profiles of the built-in kinds, as something to start one's own from. */
export const builtInProfiles: ReadonlyMap<string, ProfileInput> = new Map(
  builtIn.map(({ kind, profile }) => [kind, profile]),
);

/** Every kind of task center: five built in, and `profile` for all others. */
export const taskCenterKinds = (options: TaskCenterKindsOptions = {}): readonly PlatformKind[] => {
  const client = createVendorClient(options.dispatcher ?? createVendorAgent());
  const dependencies: ProfileDependencies = {
    client: options.tracer === undefined ? client : createTracedVendorClient(client, options.tracer),
    now: options.now ?? Date.now,
    monotonic: options.monotonic ?? ((): number => performance.now()),
    random: options.random ?? Math.random,
  };
  return [...builtIn.map((kind) => createBuiltInKind(kind, dependencies)), createProfileKind(dependencies)];
};
