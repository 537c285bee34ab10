import type { Mirror, MirrorOverride, MirrorUnit, RemoteState } from '@portico/core/task-center';

/** A mirror as it is stored. */
export interface MirrorRow {
  readonly tenant: string;
  readonly platform: string;
  readonly key: string;
  readonly unit: MirrorUnit;
  readonly instance_id: string;
  readonly task_id: string | null;
  readonly assignee_id: string | null;
  readonly desired_version: number;
  readonly acknowledged_version: number;
  readonly remote_state: RemoteState;
  readonly fingerprint: string | null;
  readonly remote_id: string | null;
  readonly acknowledged_at: number | null;
  readonly override: MirrorOverride | null;
  readonly people: Readonly<Record<string, string>> | null;
}

export function toMirrorRow(mirror: Mirror): MirrorRow {
  return {
    tenant: mirror.tenant,
    platform: mirror.platform,
    key: mirror.key,
    unit: mirror.ref.unit,
    instance_id: mirror.ref.instanceId,
    task_id: mirror.ref.taskId,
    assignee_id: mirror.ref.assigneeId,
    desired_version: mirror.desiredVersion,
    acknowledged_version: mirror.acknowledged.version,
    remote_state: mirror.acknowledged.state,
    fingerprint: mirror.acknowledged.fingerprint,
    remote_id: mirror.acknowledged.remoteId,
    acknowledged_at: mirror.acknowledgedAt,
    override: mirror.override,
    people: mirror.acknowledged.people ?? null,
  };
}

export function fromMirrorRow(row: MirrorRow): Mirror {
  return {
    tenant: row.tenant,
    platform: row.platform,
    key: row.key,
    ref: { unit: row.unit, instanceId: row.instance_id, taskId: row.task_id, assigneeId: row.assignee_id },
    desiredVersion: row.desired_version,
    acknowledged: {
      version: row.acknowledged_version,
      state: row.remote_state,
      fingerprint: row.fingerprint,
      remoteId: row.remote_id,
      ...(row.people === null ? {} : { people: row.people }),
    },
    acknowledgedAt: row.acknowledged_at,
    override: row.override,
  };
}
