import { sql } from 'kysely';
import type { Platform, PlatformStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { PlatformEntity } from './platform-entity.ts';
import { fromPlatformRow, toPlatformRow } from './platform-row.ts';

// Read for every batch of events and of deliveries, hence without a unit of work.
const columns = sql`tenant, code, kind, name, base_url as "baseUrl", enabled, settings, secrets, profile, retry, concurrency,
  batch_size as "batchSize", timeout_ms as "timeoutMs", rate, show_finished as "showFinished",
  resend_undecidable as "resendUndecidable", sandbox, revision, created_at as "createdAt", updated_at as "updatedAt"`;

/** A platform as SQL selects it: instants are epoch milliseconds. */
type SelectedPlatform = Omit<Parameters<typeof fromPlatformRow>[0], 'createdAt' | 'updatedAt'> & {
  readonly createdAt: number;
  readonly updatedAt: number;
};

const fromSelected = (row: SelectedPlatform): Platform =>
  fromPlatformRow({ ...row, createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) });

/** Platforms in SQL. */
export function createSqlPlatformStore(session: Session): PlatformStore {
  return {
    save(platform) {
      const row = toPlatformRow(platform);
      const { tenant, code, revision } = row;
      return session.manage(async (em) => {
        if (revision > 1)
          return (await em.nativeUpdate(PlatformEntity, { tenant, code, revision: revision - 1 }, row)) > 0;
        const inserted = await em
          .createQueryBuilder(PlatformEntity)
          .insert(row)
          .onConflict(['tenant', 'code'])
          .ignore()
          .execute('run');
        return inserted.affectedRows > 0;
      });
    },

    find(tenant, code) {
      return session
        .rows<SelectedPlatform>(sql`select ${columns} from platform where tenant = ${tenant} and code = ${code}`)
        .map(([row]) => (row === undefined ? null : fromSelected(row)));
    },

    list(tenant) {
      return session
        .rows<SelectedPlatform>(
          sql`select ${columns} from platform where ${tenant}::text is null or tenant = ${tenant} order by tenant, code`,
        )
        .map((rows) => rows.map(fromSelected));
    },

    remove(tenant, code) {
      return session.manage((em) => em.nativeDelete(PlatformEntity, { tenant, code })).map((removed) => removed > 0);
    },
  };
}
