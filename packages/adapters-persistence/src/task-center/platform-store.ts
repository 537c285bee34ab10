import type { PlatformStore } from '@portico/core/task-center';
import type { Session } from '../database/session.ts';
import { PlatformEntity } from './platform-entity.ts';
import { fromPlatformRow, toPlatformRow } from './platform-row.ts';

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
        .manage((em) => em.findOne(PlatformEntity, { tenant, code }))
        .map((row) => (row === null ? null : fromPlatformRow(row)));
    },

    list(tenant) {
      return session
        .manage((em) =>
          em.find(PlatformEntity, tenant === null ? {} : { tenant }, { orderBy: { tenant: 'asc', code: 'asc' } }),
        )
        .map((rows) => rows.map(fromPlatformRow));
    },

    remove(tenant, code) {
      return session.manage((em) => em.nativeDelete(PlatformEntity, { tenant, code })).map((removed) => removed > 0);
    },
  };
}
