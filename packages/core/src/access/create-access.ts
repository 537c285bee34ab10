import type { AccessDependencies } from './access-dependencies.ts';
import type { Access } from './access.ts';
import { authenticateKey } from './authenticate-key.ts';
import { authenticateToken } from './authenticate-token.ts';
import { createKey } from './create-key.ts';
import { createTenant } from './create-tenant.ts';
import { ensureDefaultTenant } from './ensure-default-tenant.ts';
import { issueToken } from './issue-token.ts';
import { createKeyCache } from './key-cache.ts';
import type { AccessStores } from './ports.ts';
import { revokeKey } from './revoke-key.ts';

const fiveSeconds = 5000;

/** The access context: tenants, API keys, and who is calling. */
export const createAccess = <Stores extends AccessStores>(dependencies: AccessDependencies<Stores>): Access => {
  const { transactor, clock, rememberKeysForMs = fiveSeconds } = dependencies;
  const cache = createKeyCache(clock, rememberKeysForMs);
  return {
    ensureDefaultTenant: ensureDefaultTenant(dependencies),
    listTenants: () => transactor.run((stores) => stores.access.listTenants()),
    createTenant: createTenant(dependencies),
    createKey: createKey(dependencies),
    listKeys: (tenant) => transactor.run((stores) => stores.access.listKeys(tenant)),
    revokeKey: revokeKey(dependencies, cache),
    authenticateKey: authenticateKey(dependencies, cache),
    authenticateToken: authenticateToken(dependencies),
    issueToken: issueToken(dependencies),
  };
};
