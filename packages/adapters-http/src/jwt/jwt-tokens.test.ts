import { randomBytes } from 'node:crypto';
import type { Principal } from '@portico/core/access';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createJwtTokens } from './jwt-tokens.ts';

const principal: Principal = {
  tenant: 'default',
  name: 'OA 系统',
  keyId: 'key-1',
  scopes: ['todos:read', 'events:write'],
};
const secret = randomBytes(32);

const world = (): { tokens: ReturnType<typeof createJwtTokens>; pass: (ms: number) => void } => {
  let now = Date.UTC(2026, 10, 21);
  return {
    tokens: createJwtTokens({ secret, issuer: 'portico', clock: { now: () => now } }),
    pass: (ms) => void (now += ms),
  };
};

describe('JWT', () => {
  test('MUST give back whom a token was issued for', async () => {
    const { tokens } = world();
    const token = (await tokens.issue(principal, 900_000))._unsafeUnwrap();
    expect((await tokens.verify(token))._unsafeUnwrap()).toEqual(principal);
  });

  test('MUST expire', async () => {
    const { tokens, pass } = world();
    const token = (await tokens.issue(principal, 900_000))._unsafeUnwrap();
    pass(899_000);
    expect((await tokens.verify(token)).isOk()).toBe(true);
    pass(2_000);
    expect((await tokens.verify(token))._unsafeUnwrapErr().code).toBe('TOKEN_EXPIRED');
  });

  test('MUST refuse what is forged, altered, unsigned or of another kind', async () => {
    const { tokens } = world();
    const token = (await tokens.issue(principal, 900_000))._unsafeUnwrap();
    const [header, , signature] = token.split('.');
    const claims = { sub: 'key-1', ten: 'default', name: 'x', scope: 'admin', iss: 'portico', aud: 'portico' };
    const lasting = { ...claims, exp: 4_000_000_000 };
    const altered = `${header}.${Buffer.from(JSON.stringify(lasting)).toString('base64url')}.${signature}`;
    const foreign = await new SignJWT(lasting).setProtectedHeader({ alg: 'HS256' }).sign(randomBytes(32));
    const stronger = await new SignJWT(lasting).setProtectedHeader({ alg: 'HS512' }).sign(randomBytes(64));
    const other = await new SignJWT({ ...lasting, iss: 'other' }).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    const endless = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    const unsigned = new UnsecuredJWT(lasting).encode();
    for (const bad of [altered, foreign, stronger, other, endless, unsigned, '', 'x', '.'.repeat(5000)]) {
      expect((await tokens.verify(bad))._unsafeUnwrapErr().code).toBe('TOKEN_INVALID');
    }
  });

  test('MUST not start with a weak secret', () => {
    expect(() => createJwtTokens({ secret: randomBytes(31), issuer: 'portico', clock: { now: () => 0 } })).toThrow(
      RangeError,
    );
  });
});
