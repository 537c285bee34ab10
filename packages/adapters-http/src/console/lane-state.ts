import type { Instant } from '@portico/core';
import type { Lane } from '@portico/core/work';
import type { LaneState } from './texts/states.ts';

/** How a lane stands, in one word; `enabled` is its platform's. */
export const laneState = (lane: Lane, enabled: boolean, now: Instant): LaneState => {
  if (!enabled) return 'disabled';
  if (lane.paused) return 'paused';
  if (lane.closedUntil > now) return lane.closedReason ?? 'throttled';
  return lane.trips > 0 ? 'probing' : 'open';
};

/** The platform that a lane pushes to; null for lanes of other families. */
export const platformOf = (laneName: string): string | null =>
  laneName.startsWith('push/') ? laneName.slice('push/'.length) : null;

export const laneOf = (platform: string): string => `push/${platform}`;
