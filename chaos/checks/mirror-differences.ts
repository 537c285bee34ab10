import type { Desired } from './desired.ts';
import type { LedgerMirror, LedgerWork } from './ledger.ts';

/** Where what Portico believes of the platforms differs from what they should show; keys that stand parked are left out. */
export const mirrorDifferences = (
  desired: ReadonlyMap<string, Desired>,
  mirrors: readonly LedgerMirror[],
  work: readonly LedgerWork[],
): readonly string[] => {
  const parked = new Set(work.filter((row) => row.parked !== null).map(({ lane, key }) => `${lane} ${key}`));
  const isParked = (platform: string, key: string): boolean => parked.has(`push/${platform} ${key}`);
  const wrong: string[] = [];
  const known = new Set<string>();
  for (const { platform, key, desiredVersion, acknowledgedVersion, remoteState } of mirrors) {
    known.add(`${platform} ${key}`);
    if (isParked(platform, key)) continue;
    if (desiredVersion !== acknowledgedVersion)
      wrong.push(`${platform} ${key}: version ${desiredVersion} was never confirmed, ${acknowledgedVersion} was`);
    const should = desired.get(platform)?.states.get(key) ?? 'absent';
    if (remoteState !== should) wrong.push(`${platform} ${key}: stands ${remoteState} and should be ${should}`);
  }
  for (const [platform, { states }] of desired)
    for (const [key, state] of states)
      if (state !== 'absent' && !known.has(`${platform} ${key}`) && !isParked(platform, key))
        wrong.push(`${platform} ${key}: nobody knows that it should be ${state}`);
  return wrong;
};
