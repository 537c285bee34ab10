/** The lane that pushes to a platform; everything before the slash names the handler. */
export const pushLaneName = (platform: string): string => `push/${platform}`;

/** The inverse of `pushLaneName`; null for lanes of other families. */
export const platformOfLane = (lane: string): string | null =>
  lane.startsWith('push/') ? lane.slice('push/'.length) : null;

/** The lane of a tenant's sweeps; its keys are their ids. */
export const sweepLaneName = 'sweep/all';
