import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDatabaseAddress } from './database-address.ts';

test('MUST read who asks which database, with nothing left to the environment', () => {
  expect(readDatabaseAddress('postgres://reader:p%40ss@db.example.edu/oa?sslmode=require')._unsafeUnwrap()).toEqual({
    kind: 'postgres',
    host: 'db.example.edu',
    port: 5432,
    user: 'reader',
    password: 'p@ss',
    database: 'oa',
    tls: true,
  });
  expect(readDatabaseAddress('mariadb://reader@[::1]:3307/oa')._unsafeUnwrap()).toMatchObject({
    kind: 'mysql',
    host: '::1',
    port: 3307,
    password: '',
    tls: false,
  });
});

test.each([
  ['oracle://u@h/d', 'begin'],
  ['mysql://[', 'no address'],
  ['postgres://db.example.edu/oa', 'user'],
  ['postgres://u@db.example.edu', 'database'],
  ['postgres://u@%2Fvar%2Frun%2Fpostgresql/portico', 'host'],
  ['postgres://u@h/d?host=/var/run/postgresql', 'host'],
  ['postgres://u:%zz@h/d', '%'],
])('MUST refuse %s', (address, words) => {
  expect(readDatabaseAddress(address)._unsafeUnwrapErr()).toContain(words);
});

test('MUST answer any text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), fc.constantFrom('', 'postgres://', 'mysql://'), (text, scheme) => {
      expect(typeof readDatabaseAddress(`${scheme}${text}`).isOk()).toBe('boolean');
    }),
  );
});
