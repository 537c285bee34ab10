import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { Tenant } from './model.ts';
import type { AccessStores } from './ports.ts';

/** The tenant of everybody who has one only. An existing one keeps its zone. */
export const ensureDefaultTenant =
  <Stores extends AccessStores>({ transactor, clock }: Pick<AccessDependencies<Stores>, 'transactor' | 'clock'>) =>
  (timezone: string): ResultAsync<Tenant, StoreFailure> =>
    transactor.run((stores) =>
      safeTry(async function* () {
        const found = yield* stores.access.findTenant('default');
        if (found !== null) return ok(found);
        const tenant: Tenant = { id: 'default', name: 'default', timezone, createdAt: clock.now() };
        yield* stores.access.saveTenant(tenant);
        return ok(tenant);
      }),
    );
