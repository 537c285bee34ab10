import { SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { createHandOverTokens } from './hand-over-tokens.ts';

const secret = 'A'.repeat(43);
const audience = 'https://oa.example.edu';
const claims = {
  issuer: 'https://portico.example.edu',
  audience,
  tenant: 'default',
  provider: 'campus',
  personId: '20210001',
  name: '张三',
  id: 'jti-1',
};

const world = () => {
  let now = Date.UTC(2026, 10, 22);
  return { tokens: createHandOverTokens({ clock: { now: () => now } }), pass: (ms: number) => void (now += ms) };
};

test('MUST give back what was claimed, and find the secret to verify it by', async () => {
  const { tokens } = world();
  for (const given of [claims, { ...claims, name: null }]) {
    const token = (await tokens.issue(given, secret, 60_000))._unsafeUnwrap();
    expect(tokens.peek(token)).toEqual({ tenant: 'default', audience });
    expect((await tokens.verify(token, secret, audience))._unsafeUnwrap()).toEqual(given);
  }
});

test('MUST end after a minute', async () => {
  const { tokens, pass } = world();
  const token = (await tokens.issue(claims, secret, 60_000))._unsafeUnwrap();
  pass(59_000);
  expect((await tokens.verify(token, secret, audience)).isOk()).toBe(true);
  pass(1_000);
  expect((await tokens.verify(token, secret, audience)).isErr()).toBe(true);
});

test('MUST refuse what is forged, altered, unsigned, endless, or for somebody else', async () => {
  const { tokens } = world();
  const token = (await tokens.issue(claims, secret, 60_000))._unsafeUnwrap();
  expect((await tokens.verify(token, 'B'.repeat(43), audience)).isErr()).toBe(true);
  expect((await tokens.verify(token, secret, 'https://hr.example.edu')).isErr()).toBe(true);
  const [header, , signature] = token.split('.');
  const payload = {
    iss: claims.issuer,
    aud: audience,
    sub: 'admin',
    jti: 'x',
    ten: 'default',
    idp: 'campus',
    exp: 4_000_000_000,
  };
  const altered = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`;
  const key = new TextEncoder().encode(secret);
  const stronger = await new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS512' })
    .sign(new TextEncoder().encode(secret.repeat(2)));
  const { exp: _, ...endless } = payload;
  const lasting = await new SignJWT(endless).setProtectedHeader({ alg: 'HS256' }).sign(key);
  const nameless = await new SignJWT({ ...payload, sub: '' }).setProtectedHeader({ alg: 'HS256' }).sign(key);
  for (const bad of [
    altered,
    stronger,
    lasting,
    nameless,
    new UnsecuredJWT(payload).encode(),
    '',
    'x',
    '.'.repeat(3_000),
  ])
    expect((await tokens.verify(bad, secret, audience)).isErr()).toBe(true);
  for (const bad of ['', 'x', 'a.b.c', `${header}.${Buffer.from('[]').toString('base64url')}.x`])
    expect(tokens.peek(bad)).toBeNull();
});
