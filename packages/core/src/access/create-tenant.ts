import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { Forbidden, InvalidAccess, TenantExists } from './access.ts';
import { allows } from './allows.ts';
import type { ApiKey, Principal, Tenant } from './model.ts';
import type { AccessStores } from './ports.ts';

/** What a tenant is made with. */
export interface TenantRequest {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
}

interface MadeTenant {
  readonly tenant: Tenant;
  readonly key: ApiKey;
  readonly secret: string;
}

const longestName = 255;

const invalid = (pointer: string, message: string): InvalidAccess => ({ code: 'INVALID', pointer, message });

const exists = (id: string): TenantExists => ({ code: 'CONFLICT', message: `a tenant ${id} exists already` });

const isTimezone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const issueOf = ({ id, name, timezone }: TenantRequest): InvalidAccess | null => {
  if (!/^[a-z0-9-]{1,63}$/u.test(id)) return invalid('/id', 'must be 1 to 63 characters of a-z, 0-9 and -');
  if (name.length < 1 || name.length > longestName || name.includes('\u0000') || !name.isWellFormed()) {
    return invalid('/name', `must be a text of 1 to ${longestName} characters`);
  }
  return timezone.length <= 64 && isTimezone(timezone)
    ? null
    : invalid('/timezone', 'must be an IANA time zone, for example Asia/Shanghai');
};

/** Makes a tenant with a first API key. Only administrators of the tenant `default` may. */
export const createTenant =
  <Stores extends AccessStores>({ transactor, secrets, ids, clock }: AccessDependencies<Stores>) =>
  (
    by: Principal,
    request: TenantRequest,
  ): ResultAsync<MadeTenant, StoreFailure | InvalidAccess | Forbidden | TenantExists> => {
    if (by.tenant !== 'default' || !allows(by, 'admin')) {
      return errAsync({
        code: 'FORBIDDEN',
        scope: 'admin',
        message: 'only administrators of the first tenant make tenants',
      });
    }
    const issue = issueOf(request);
    if (issue !== null) return errAsync(issue);
    const createdAt = clock.now();
    const tenant: Tenant = { ...request, createdAt };
    const secret = secrets.generate();
    const key: ApiKey = {
      id: ids.next(),
      tenant: request.id,
      name: 'first key',
      scopes: ['admin'],
      createdAt,
      expiresAt: null,
      revokedAt: null,
    };
    return transactor.run((stores) =>
      safeTry<MadeTenant, StoreFailure | InvalidAccess | Forbidden | TenantExists>(async function* () {
        if ((yield* stores.access.findTenant(request.id)) !== null) {
          return err(exists(request.id));
        }
        yield* stores.access.saveTenant(tenant);
        yield* stores.access.insertKey(key, secrets.hash(secret));
        return ok({ tenant, key, secret });
      }),
    );
  };
