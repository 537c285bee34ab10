import type { Clock } from '@portico/core';
import type { HandOverClaims, HandOverFailure, HandOverTokens } from '@portico/core/sign-in';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { z } from 'zod';

const claims = z.object({
  iss: z.string().max(2_048),
  aud: z.string().min(1).max(500),
  sub: z.string().min(1).max(128),
  jti: z.string().min(1).max(64),
  ten: z.string().min(1).max(63),
  idp: z.string().min(1).max(63),
  name: z.string().max(255).optional(),
});

const refused: HandOverFailure = { code: 'HAND_OVER_REFUSED', message: 'The token is not one of ours, or too old.' };

const readClaims = (payload: unknown): Result<HandOverClaims, HandOverFailure> => {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return err(refused);
  const { iss, aud, sub, jti, ten, idp, name } = parsed.data;
  return ok({ issuer: iss, audience: aud, tenant: ten, provider: idp, personId: sub, name: name ?? null, id: jti });
};

/** HS256 asks for a key of 256 bits (RFC 7518 §3.2): the secret's own characters, as other libraries take them. */
const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

/** Tokens as JWT (RFC 7519) signed with HS256, and nothing else: a token cannot choose how it is verified. */
export const createHandOverTokens = ({ clock }: { readonly clock: Pick<Clock, 'now'> }): HandOverTokens => ({
  issue({ issuer, audience, tenant, provider, personId, name, id }, secret, validForMs) {
    const issuedAt = Math.floor(clock.now() / 1000);
    const token = new SignJWT({ ten: tenant, idp: provider, ...(name === null ? {} : { name }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(personId)
      .setJti(id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + Math.ceil(validForMs / 1000))
      .sign(keyOf(secret));
    return ResultAsync.fromPromise(token, () => refused);
  },
  peek(token) {
    try {
      const { ten, aud } = decodeJwt(token);
      return typeof ten === 'string' && typeof aud === 'string' && ten.length <= 63 && aud.length <= 500
        ? { tenant: ten, audience: aud }
        : null;
    } catch {
      return null;
    }
  },
  verify(token, secret, audience) {
    const options = {
      algorithms: ['HS256'],
      audience,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp', 'jti', 'sub'],
    };
    return ResultAsync.fromPromise(jwtVerify(token, keyOf(secret), options), () => refused).andThen(({ payload }) =>
      readClaims(payload),
    );
  },
});
