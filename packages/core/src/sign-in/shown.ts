import type { IdentityProvider, ReturnOrigin } from './model.ts';
import type { ShownProvider, ShownReturnOrigin, SignInConflict, SignInInvalid, SignInNotFound } from './sign-in.ts';

/** Where a provider sends people back to. */
export const callbackOf = (publicUrl: string, tenant: string, code: string): string =>
  `${publicUrl}/sso/${tenant}/${code}/callback`;

export const shownProvider = ({ secrets, ...provider }: IdentityProvider, publicUrl: string): ShownProvider => ({
  ...provider,
  secretNames: Object.keys(secrets).toSorted(),
  callback: callbackOf(publicUrl, provider.tenant, provider.code),
  login: `${publicUrl}/sso/${provider.tenant}/${provider.code}/login`,
});

export const shownReturnOrigin = ({ secret: _secret, ...origin }: ReturnOrigin): ShownReturnOrigin => origin;

export const invalid = (pointer: string, message: string): SignInInvalid => ({ code: 'INVALID', pointer, message });

export const notFound = (what: string): SignInNotFound => ({ code: 'NOT_FOUND', message: `There is no ${what}.` });

export const conflict = (message: string): SignInConflict => ({ code: 'CONFLICT', message });
