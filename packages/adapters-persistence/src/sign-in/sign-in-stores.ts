import type { SignInStores } from '@portico/core/sign-in';
import type { Session } from '../database/session.ts';
import { createSqlIdentityProviderStore } from './identity-provider-store.ts';
import { createSqlOnceStore } from './once-store.ts';
import { createSqlPersonSessionStore } from './person-session-store.ts';
import { createSqlReturnOriginStore } from './return-origin-store.ts';
import { createSqlSignInLogStore } from './sign-in-log-store.ts';

/** The stores of people who sign in. */
export function createSqlSignInStores(session: Session): SignInStores {
  return {
    identityProviders: createSqlIdentityProviderStore(session),
    returnOrigins: createSqlReturnOriginStore(session),
    personSessions: createSqlPersonSessionStore(session),
    once: createSqlOnceStore(session),
    signInLog: createSqlSignInLogStore(session),
  };
}
