import { fingerprint } from '../work/fingerprint.ts';
import type { DesiredMirror } from './mirror.ts';
import type { PushCall, TaskCenterPlatform } from './platform.ts';

/**
 * What tells whether a platform shows a content already: what would be sent for it, versions aside. So a changed mapping (of fields, or of
 * people) makes a difference, and a change that a platform never sees makes none.
 */
export const sentFingerprint = (
  platform: TaskCenterPlatform,
  desired: DesiredMirror,
  { key, ref, people }: Pick<PushCall, 'key' | 'ref' | 'people'>,
): string | null => {
  if (desired.state === 'absent') return null;
  const data = platform.buildPushData({
    key,
    ref,
    operation: desired.state === 'done' ? 'complete' : 'update',
    content: desired.content,
    version: 0,
    // Any ids will do: they are the same before and after a creation, and an adapter that needs them is satisfied.
    remoteId: '0',
    parentRemoteId: '0',
    people,
    first: false,
  });
  return fingerprint([desired.state, data.isOk() ? data.value : desired.content]);
};
