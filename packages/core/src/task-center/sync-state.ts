import type { WorkState } from '../work/claim.ts';
import type { Mirror } from './mirror.ts';
import type { SyncState } from './ports.ts';

/** How a mirror stands, from itself and its work row. Every store answers by this rule. */
export const syncStateOf = (
  mirror: Pick<Mirror, 'desiredVersion' | 'acknowledged' | 'override'>,
  work: Pick<WorkState, 'parked' | 'attempts'> | null,
): SyncState => {
  if (mirror.override !== null) return mirror.override;
  if (work?.parked != null) return work.parked;
  if (work !== null) return work.attempts > 0 ? 'failing' : 'pending';
  return mirror.acknowledged.version === mirror.desiredVersion ? 'agreed' : 'pending';
};
