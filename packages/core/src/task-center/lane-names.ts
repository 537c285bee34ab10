/** The lane that pushes to a platform; everything before the slash names the handler. */
export const pushLaneName = (platform: string): string => `push/${platform}`;

/** The inverse of `pushLaneName`; null for lanes of other families. */
export const platformOfLane = (lane: string): string | null =>
  lane.startsWith('push/') ? lane.slice('push/'.length) : null;

/** The lane of a tenant's sweeps, which are jobs; its keys are their ids. */
export const sweepLaneName = 'job/sweep';

/** The lane of a tenant's people whose mappings changed; its keys are space and person. */
export const peopleLaneName = 'people/all';
