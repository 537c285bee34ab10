import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAesSecrets } from './aes-secrets.ts';
import { keySecrets } from './key-secrets.ts';
import { systemIds } from './system-ids.ts';

test('MUST open what it sealed, and seal the same text differently each time', () => {
  const secrets = createAesSecrets(randomBytes(32));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
      const sealed = secrets.seal(plain);
      expect(secrets.open(sealed)._unsafeUnwrap()).toBe(plain);
      expect(secrets.seal(plain)).not.toBe(sealed);
    }),
  );
});

test('MUST refuse a sealed text that was altered, cut, or sealed with another key', () => {
  const secrets = createAesSecrets(randomBytes(32));
  const sealed = secrets.seal('s3cret');
  const parts = sealed.split('.');
  const altered = [...parts.slice(0, 3), Buffer.from('other text').toString('base64url')].join('.');
  for (const bad of ['', 'v1', sealed.slice(0, -4), altered, `v2.${parts.slice(1).join('.')}`]) {
    expect(secrets.open(bad)._unsafeUnwrapErr().code).toBe('SECRET_UNREADABLE');
  }
  expect(createAesSecrets(randomBytes(32)).open(sealed).isErr()).toBe(true);
});

test('MUST make ids that are unique, of version 7, and in order of time', () => {
  const ids = Array.from({ length: 1000 }, () => systemIds.next());
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  const times = ids.map((id) => id.slice(0, 13));
  expect(times).toEqual([...times].sort());
});

test('MUST make keys that cannot be guessed and keep only their hash', () => {
  const secret = keySecrets.generate();
  expect(secret).toMatch(/^pk_[0-9a-f]{64}$/u);
  expect(keySecrets.hash(secret)).toBe(keySecrets.hash(secret));
  expect(keySecrets.hash(secret)).not.toContain(secret.slice(3));
});
