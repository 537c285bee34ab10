import type { Instant } from '@portico/core';
import type { LaneId, WorkClass } from '@portico/core/work';

const fullScanEveryMs = 1_000;
/** How long a transaction may take from its begin to its commit without its rows being overlooked till the next full scan. */
const slackMs = 1_000;

interface Floor {
  floor: Instant;
  scannedAt: number;
}

/**
 * Where due-scans begin, by lane and class. Claimed and finished rows leave dead entries at the low end of the index; scans
 * that begin above them stay cheap. Once a second a scan begins at the very low end, so that nothing is missed for longer.
 */
export class DueFloors {
  readonly #floors = new Map<LaneId, Map<WorkClass, Floor>>();

  /** Where the next scan begins. */
  next(lane: LaneId, workClass: WorkClass): Instant {
    const entry = this.#floors.get(lane)?.get(workClass);
    return entry === undefined || performance.now() - entry.scannedAt >= fullScanEveryMs ? -Infinity : entry.floor;
  }

  /** A scan of an open lane, begun at `from`, left nothing behind that was due before `oldest`. */
  raise(lane: LaneId, workClass: WorkClass, from: Instant, oldest: Instant): void {
    const classes = this.#floors.get(lane) ?? new Map<WorkClass, Floor>();
    this.#floors.set(lane, classes);
    const scannedAt = from === -Infinity ? performance.now() : (classes.get(workClass)?.scannedAt ?? -Infinity);
    classes.set(workClass, { floor: oldest - slackMs, scannedAt });
  }

  /** Rows of this lane may keep a time in the past. */
  forget(lane: LaneId): void {
    this.#floors.delete(lane);
  }
}
