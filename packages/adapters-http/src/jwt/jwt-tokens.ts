import type { Clock } from '@portico/core';
import { scopes, type Principal, type Scope, type TokenFailure, type Tokens } from '@portico/core/access';
import { errors, jwtVerify, SignJWT } from 'jose';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { z } from 'zod';

/** How long a token is valid when nobody says otherwise. */
export const defaultTokenValidityMs = 15 * 60_000;

const claims = z.object({
  sub: z.string().min(1).max(64),
  ten: z.string().min(1).max(63),
  name: z.string().max(255),
  scope: z.string().max(512),
});

const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

const toFailure = (error: unknown): TokenFailure =>
  error instanceof errors.JWTExpired
    ? { code: 'TOKEN_EXPIRED', message: 'The token has expired' }
    : { code: 'TOKEN_INVALID', message: 'The token is not one of ours' };

const toPrincipal = (payload: unknown): Result<Principal, TokenFailure> => {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return err(toFailure(parsed.error));
  const { sub, ten, name, scope } = parsed.data;
  return ok({ tenant: ten, name, keyId: sub, scopes: scope.split(' ').filter(isScope) });
};

/**
 * Tokens as JWT (RFC 7519) signed with HS256. `secret` has 32 bytes at least; whoever holds it can make tokens. Only HS256 is
 * taken, so that a token cannot choose how it is verified.
 */
export const createJwtTokens = (dependencies: {
  readonly secret: Uint8Array;
  readonly issuer: string;
  readonly clock: Pick<Clock, 'now'>;
}): Tokens => {
  const { secret, issuer, clock } = dependencies;
  if (secret.byteLength < 32) throw new RangeError('The secret of HS256 needs 32 bytes at least (RFC 7518, 3.2)');
  return {
    issue(principal, validForMs) {
      const issuedAt = Math.floor(clock.now() / 1000);
      const token = new SignJWT({ ten: principal.tenant, name: principal.name, scope: principal.scopes.join(' ') })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(principal.keyId)
        .setIssuer(issuer)
        .setAudience(issuer)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + Math.floor(validForMs / 1000))
        .sign(secret);
      return ResultAsync.fromPromise(token, toFailure);
    },
    verify(token) {
      const options = {
        algorithms: ['HS256'],
        issuer,
        audience: issuer,
        currentDate: new Date(clock.now()),
        requiredClaims: ['exp', 'sub'],
      };
      return ResultAsync.fromPromise(jwtVerify(token, secret, options), toFailure).andThen(({ payload }) =>
        toPrincipal(payload),
      );
    },
  };
};
