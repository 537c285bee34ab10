import { expect, test } from 'vitest';
import { signInSecrets } from './sign-in-secrets.ts';

test('MUST make texts of 43 characters that never come again', () => {
  const made = new Set(Array.from({ length: 1_000 }, () => signInSecrets.random()));
  expect(made.size).toBe(1_000);
  for (const text of made) expect(text).toMatch(/^[A-Za-z0-9_-]{43}$/u);
});

test('MUST hash as PKCE does (RFC 7636, appendix B)', () => {
  expect(signInSecrets.digest('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
});
