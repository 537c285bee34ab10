import type { Instant } from '@portico/core';
import type { LaneId, WorkClass } from '@portico/core/work';

/** How often a scan begins at the very low end, as long as that is cheap. */
const fullScanEveryMs = 1_000;
/** The part of the time that full scans may take, and how rare they become for it at most. */
const fullScanShare = 0.05;
const fullScanAtLeastEveryMs = 15_000;
/** How long a transaction may take from its begin to its commit without its rows being overlooked till the next full scan. */
const slackMs = 250;

interface Floor {
  floor: Instant;
  /** When the last full scan was sent. */
  scannedAt: number;
  /** When the next one is due. */
  fullScanAt: number;
}

/**
 * Where due-scans begin, by lane and class. Claimed and finished rows leave dead entries at the low end of the index, and as long as an
 * old transaction might see them nobody can clear them away; scans that begin above them stay cheap. Once a second a scan begins at the
 * very low end, so that nothing is missed for longer; the slower such scans get, the rarer they become.
 */
export class DueFloors {
  readonly #floors = new Map<LaneId, Map<WorkClass, Floor>>();

  /** Where the next scan begins. */
  next(lane: LaneId, workClass: WorkClass): Instant {
    const entry = this.#floors.get(lane)?.get(workClass);
    const now = performance.now();
    if (entry !== undefined && now < entry.fullScanAt) return entry.floor;
    if (entry !== undefined) {
      entry.scannedAt = now;
      // Until it is answered, others begin at the floor.
      entry.fullScanAt = now + fullScanEveryMs;
    }
    return -Infinity;
  }

  /** A scan of an open lane, begun at `from`, left nothing behind that was due before `oldest`. */
  raise(lane: LaneId, workClass: WorkClass, from: Instant, oldest: Instant): void {
    const classes = this.#floors.get(lane) ?? new Map<WorkClass, Floor>();
    this.#floors.set(lane, classes);
    const now = performance.now();
    const known = classes.get(workClass);
    const scannedAt = known?.scannedAt ?? now;
    const restMs = Math.min(fullScanAtLeastEveryMs, Math.max(fullScanEveryMs, (now - scannedAt) / fullScanShare));
    const fullScanAt = from === -Infinity ? now + restMs : (known?.fullScanAt ?? now + fullScanEveryMs);
    classes.set(workClass, { floor: oldest - slackMs, scannedAt, fullScanAt });
  }

  /** Rows of this lane may keep a time in the past. */
  forget(lane: LaneId): void {
    this.#floors.delete(lane);
  }
}
