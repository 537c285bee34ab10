import { errAsync, type ResultAsync } from 'neverthrow';
import type { Millis } from '../ports/instant.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AccessDependencies } from './access-dependencies.ts';
import type { Forbidden } from './access.ts';
import { allows } from './allows.ts';
import type { Principal, Scope } from './model.ts';
import type { AccessStores } from './ports.ts';

const fifteenMinutes: Millis = 900_000;

/** Turns a principal into a token that may do as much, or less. */
export const issueToken =
  <Stores extends AccessStores>({ tokens, tokenValidForMs = fifteenMinutes }: AccessDependencies<Stores>) =>
  (
    principal: Principal,
    scopes: readonly Scope[] | null,
  ): ResultAsync<{ readonly token: string; readonly expiresInMs: Millis }, StoreFailure | Forbidden> => {
    const beyond = scopes?.find((scope) => !allows(principal, scope));
    if (beyond !== undefined) {
      return errAsync({ code: 'FORBIDDEN', message: `The key lacks the scope ${beyond}.`, scope: beyond });
    }
    return tokens
      .issue({ ...principal, scopes: scopes ?? principal.scopes }, tokenValidForMs)
      .map((token) => ({ token, expiresInMs: tokenValidForMs }))
      .mapErr(({ message }) => ({ code: 'STORE_UNAVAILABLE' as const, message }));
  };
