import type { ClosedReason, Lane, LaneConfig } from '@portico/core/work';

/** A lane as it is stored. */
export interface LaneRow {
  readonly id: number;
  readonly tenant: string;
  readonly name: string;
  readonly config: LaneConfig;
  readonly config_version: number;
  readonly paused: boolean;
  readonly closed_until: number;
  readonly closed_reason: ClosedReason | null;
  readonly trips: number;
}

export function toLaneRow(lane: Lane): LaneRow {
  return {
    id: lane.id,
    tenant: lane.tenant,
    name: lane.name,
    config: lane.config,
    config_version: lane.configVersion,
    paused: lane.paused,
    closed_until: lane.closedUntil,
    closed_reason: lane.closedReason,
    trips: lane.trips,
  };
}

export function fromLaneRow(row: LaneRow): Lane {
  return {
    id: row.id,
    tenant: row.tenant,
    name: row.name,
    config: row.config,
    configVersion: row.config_version,
    paused: row.paused,
    closedUntil: row.closed_until,
    closedReason: row.closed_reason,
    trips: row.trips,
  };
}
