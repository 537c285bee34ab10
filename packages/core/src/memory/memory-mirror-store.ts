import { okAsync } from 'neverthrow';
import type { Mirror, RemoteState } from '../task-center/mirror.ts';
import type { MirrorCount, MirrorStore } from '../task-center/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { mirrorRowKey, mirrorTable } from './memory-task-center-rows.ts';
import { workRowKey, workTable } from './memory-work-rows.ts';

/** Mirrors in memory. */
export const createMemoryMirrorStore = (database: MemoryDatabase): MirrorStore => {
  const table = mirrorTable(database);
  const work = workTable(database);
  const put = (mirror: Mirror): void => table.set(mirrorRowKey(mirror.tenant, mirror.platform, mirror.key), mirror);
  const pageOf = (
    tenant: string,
    platform: string,
    afterKey: string | null,
    limit: number,
    fits: (mirror: Mirror) => boolean,
  ): readonly Mirror[] =>
    [...table.values()]
      .filter(
        (mirror) =>
          mirror.tenant === tenant &&
          mirror.platform === platform &&
          (afterKey === null || compareCodePoints(mirror.key, afterKey) > 0) &&
          fits(mirror),
      )
      .toSorted((a, b) => compareCodePoints(a.key, b.key))
      .slice(0, limit);

  return {
    want: (mirrors) => {
      for (const { tenant, platform, key, ref, version } of mirrors) {
        const stored = table.get(mirrorRowKey(tenant, platform, key));
        put(
          stored === undefined
            ? {
                tenant,
                platform,
                key,
                ref,
                desiredVersion: version,
                acknowledged: { version: 0, state: 'absent', fingerprint: null, remoteId: null },
                acknowledgedAt: null,
                override: null,
              }
            : { ...stored, desiredVersion: Math.max(version, stored.desiredVersion + 1) },
        );
      }
      return okAsync(undefined);
    },
    find: (tenant, platform, keys) =>
      okAsync(
        new Map(
          keys.flatMap((key) => {
            const mirror = table.get(mirrorRowKey(tenant, platform, key));
            return mirror === undefined ? [] : [[key, mirror] as const];
          }),
        ),
      ),
    acknowledge: (items) => {
      const now = database.now();
      for (const { tenant, platform, key, acknowledged, corrects } of items) {
        const stored = table.get(mirrorRowKey(tenant, platform, key));
        if (stored === undefined) continue;
        if (acknowledged.version < stored.acknowledged.version && !corrects) continue;
        put({ ...stored, acknowledged, acknowledgedAt: now });
      }
      return okAsync(undefined);
    },
    notePeople: (tenant, platform, notes) => {
      for (const { key, people } of notes) {
        const stored = table.get(mirrorRowKey(tenant, platform, key));
        if (stored !== undefined) put({ ...stored, acknowledged: { ...stored.acknowledged, people } });
      }
      return okAsync(undefined);
    },
    setOverride: (tenant, platform, key, override) => {
      const stored = table.get(mirrorRowKey(tenant, platform, key));
      if (stored !== undefined) put({ ...stored, override });
      return okAsync(undefined);
    },
    unattended: (tenant, platform, lane, afterKey, limit) =>
      okAsync(
        pageOf(
          tenant,
          platform,
          afterKey,
          limit,
          (mirror) => mirror.desiredVersion !== mirror.acknowledged.version && !work.has(workRowKey(lane, mirror.key)),
        ),
      ),
    page: (tenant, platform, changedSince, afterKey, limit) =>
      okAsync(
        pageOf(
          tenant,
          platform,
          afterKey,
          limit,
          (mirror) => changedSince === null || mirror.desiredVersion >= changedSince,
        ),
      ),
    count: (tenant) => {
      const counts = new Map<string, MirrorCount>();
      for (const mirror of table.values()) {
        if (mirror.tenant !== tenant) continue;
        const remote: RemoteState = mirror.acknowledged.state;
        const upToDate = mirror.desiredVersion === mirror.acknowledged.version;
        const key = `${mirror.platform} ${remote} ${upToDate}`;
        counts.set(key, { platform: mirror.platform, remote, upToDate, count: (counts.get(key)?.count ?? 0) + 1 });
      }
      return okAsync([...counts].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, count]) => count));
    },
    forget: (tenant, platform, limit) => {
      const keys = [...table.entries()]
        .filter(([, mirror]) => mirror.tenant === tenant && mirror.platform === platform)
        .slice(0, limit)
        .map(([key]) => key);
      for (const key of keys) table.delete(key);
      return okAsync(keys.length);
    },
  };
};
