import type { Tracer } from '@portico/core';
import type { PlatformKind } from '@portico/core/task-center';
import type { Dispatcher } from 'undici';
import { quickApprovals, signedCallbacks } from '../callbacks/platform-callbacks.ts';
import { createTracedVendorClient } from '../http/traced-vendor-client.ts';
import { createVendorAgent, createVendorClient } from '../http/vendor-client.ts';
import type { ProfileDependencies } from '../profile/open-profile.ts';
import type { ProfileInput } from '../profile/profile-document.ts';
import { abilityCenterErrors } from './ability-center/error-table.ts';
import { abilityCenterProfile } from './ability-center/profile.ts';
import { createBuiltInKind } from './built-in-kind.ts';
import type { BuiltInKind } from './built-in-kind.ts';
import { jinzhiErrors } from './jinzhi/error-table.ts';
import { jinzhiProfile } from './jinzhi/profile.ts';
import { jinzhiShuxinErrors } from './jinzhi-shuxin/error-table.ts';
import { jinzhiShuxinProfile } from './jinzhi-shuxin/profile.ts';
import { createProfileKind } from './profile/kind.ts';
import { tongyidaibanErrors } from './tongyidaiban/error-table.ts';
import { tongyidaibanProfile } from './tongyidaiban/profile.ts';
import { weaverOfsErrors } from './weaver-ofs/error-table.ts';
import { weaverOfsProfile } from './weaver-ofs/profile.ts';
import { feishuApprovalErrors } from './feishu-approval/error-table.ts';
import { feishuApprovalProfile } from './feishu-approval/profile.ts';
import { landrayEkpErrors } from './landray-ekp/error-table.ts';
import { landrayEkpProfile } from './landray-ekp/profile.ts';
import { seeyonCipErrors } from './seeyon-cip/error-table.ts';
import { seeyonCipProfile } from './seeyon-cip/profile.ts';
import { tongjiOpenErrors } from './tongji-open/error-table.ts';
import { tongjiOpenProfile } from './tongji-open/profile.ts';
import { welinkErrors } from './welink/error-table.ts';
import { welinkProfile } from './welink/profile.ts';
import { dingtalkTodoErrors } from './dingtalk-todo/error-table.ts';
import { dingtalkTodoProfile } from './dingtalk-todo/profile.ts';
import { webhookProfile } from './webhook/profile.ts';

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
  { kind: 'jinzhi', contract: 'verified', profile: jinzhiProfile, errors: jinzhiErrors, lane: { batchSize: 20 } },
  { kind: 'weaver-ofs', contract: 'verified', profile: weaverOfsProfile, errors: weaverOfsErrors },
  { kind: 'jinzhi-shuxin', contract: 'reference', profile: jinzhiShuxinProfile, errors: jinzhiShuxinErrors },
  { kind: 'tongyidaiban', contract: 'reference', profile: tongyidaibanProfile, errors: tongyidaibanErrors },
  { kind: 'ability-center', contract: 'reference', profile: abilityCenterProfile, errors: abilityCenterErrors },
  { kind: 'seeyon-cip', contract: 'verified', profile: seeyonCipProfile, errors: seeyonCipErrors },
  { kind: 'landray-ekp', contract: 'verified', profile: landrayEkpProfile, errors: landrayEkpErrors },
  { kind: 'tongji-open', contract: 'reference', profile: tongjiOpenProfile, errors: tongjiOpenErrors },
  { kind: 'welink', contract: 'verified', profile: welinkProfile, errors: welinkErrors },
  { kind: 'webhook', contract: 'verified', profile: webhookProfile, callbacks: signedCallbacks },
  { kind: 'dingtalk-todo', contract: 'verified', profile: dingtalkTodoProfile, errors: dingtalkTodoErrors },
  {
    kind: 'feishu-approval',
    contract: 'verified',
    profile: feishuApprovalProfile,
    errors: feishuApprovalErrors,
    callbacks: quickApprovals,
    lane: { rate: { perSecond: 16, burst: 34 } },
  },
];

/** The profiles of the built-in kinds, as something to start one's own from. */
export const builtInProfiles: ReadonlyMap<string, ProfileInput> = new Map(
  builtIn.map(({ kind, profile }) => [kind, profile]),
);

/** Every kind of task center: those built in, and `profile` for all others. */
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
