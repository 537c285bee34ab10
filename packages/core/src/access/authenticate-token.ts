import type { ResultAsync } from 'neverthrow';
import type { AccessDependencies } from './access-dependencies.ts';
import type { Unauthenticated } from './access.ts';
import type { Principal } from './model.ts';
import type { AccessStores } from './ports.ts';

/** Who calls with this token. */
export const authenticateToken =
  <Stores extends AccessStores>({ tokens }: Pick<AccessDependencies<Stores>, 'tokens'>) =>
  (token: string): ResultAsync<Principal, Unauthenticated> =>
    tokens.verify(token).mapErr(({ code }) => ({
      code: 'UNAUTHENTICATED' as const,
      message: code === 'TOKEN_EXPIRED' ? 'The token has expired.' : 'The token is not valid.',
    }));
