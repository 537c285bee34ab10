import { err, errAsync, ok, safeTry, type ResultAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { InvalidAccess } from './access.ts';
import { scopes as knownScopes, type ApiKey, type Scope } from './model.ts';
import type { AccessStores } from './ports.ts';

/** What a key is made with. */
export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Instant | null;
}

interface MadeKey {
  readonly key: ApiKey;
  readonly secret: string;
}

const longestName = 255;

const invalid = (pointer: string, message: string): InvalidAccess => ({ code: 'INVALID', pointer, message });

const issueOf = ({ name, scopes, expiresAt }: KeyRequest, now: Instant): InvalidAccess | null => {
  if (name.length < 1 || name.length > longestName || name.includes('\u0000') || !name.isWellFormed()) {
    return invalid('/name', `must be a text of 1 to ${longestName} characters`);
  }
  if (scopes.length === 0) return invalid('/scopes', 'must name at least one scope');
  const unknown = scopes.findIndex((scope) => !knownScopes.includes(scope));
  if (unknown !== -1) return invalid(`/scopes/${unknown}`, `must be one of ${knownScopes.join(', ')}`);
  if (expiresAt !== null && expiresAt <= now) return invalid('/expiresAt', 'must lie ahead');
  return null;
};

/** Makes an API key. Only a hash of its secret is stored. */
export const createKey =
  <Stores extends AccessStores>({ transactor, secrets, ids, clock }: AccessDependencies<Stores>) =>
  (tenant: string, request: KeyRequest): ResultAsync<MadeKey, StoreFailure | InvalidAccess> => {
    const now = clock.now();
    const issue = issueOf(request, now);
    if (issue !== null) return errAsync(issue);
    const secret = secrets.generate();
    const key: ApiKey = {
      id: ids.next(),
      tenant,
      name: request.name,
      scopes: knownScopes.filter((scope) => request.scopes.includes(scope)),
      createdAt: now,
      expiresAt: request.expiresAt,
      revokedAt: null,
    };
    return transactor.run((stores) =>
      safeTry<MadeKey, StoreFailure | InvalidAccess>(async function* () {
        const found = yield* stores.access.findTenant(tenant);
        if (found === null) return err(invalid('/tenant', 'must be a tenant that exists'));
        yield* stores.access.insertKey(key, secrets.hash(secret));
        return ok({ key, secret });
      }),
    );
  };
