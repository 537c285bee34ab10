import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { Tenant } from './model.ts';
import type { AccessStores } from './ports.ts';

/** The tenant of everybody who has one only. Its zone is the configured one. */
export const ensureDefaultTenant =
  <Stores extends AccessStores>({ transactor, clock }: Pick<AccessDependencies<Stores>, 'transactor' | 'clock'>) =>
  (timezone: string): ResultAsync<Tenant, StoreFailure> =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const found = yield* stores.access.findTenant('default');
        if (found?.timezone === timezone) return ok(found);
        const tenant: Tenant =
          found === null
            ? { id: 'default', name: 'default', timezone, createdAt: clock.now() }
            : { ...found, timezone };
        yield* stores.access.saveTenant(tenant);
        return ok(tenant);
      }),
    );
