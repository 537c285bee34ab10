import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOrigin, readReturnTarget, withToken } from './return-target.ts';

describe('readReturnTarget', () => {
  test.each([
    ['https://oa.example.edu', 'https://oa.example.edu', 'https://oa.example.edu/'],
    ['https://oa.example.edu/t/1?x=1#top', 'https://oa.example.edu', 'https://oa.example.edu/t/1?x=1'],
    ['HTTPS://OA.Example.EDU:443/T', 'https://oa.example.edu', 'https://oa.example.edu/T'],
    ['http://oa.example.edu:8080?x', 'http://oa.example.edu:8080', 'http://oa.example.edu:8080?x'],
    ['http://10.0.0.7:0080/a', 'http://10.0.0.7', 'http://10.0.0.7/a'],
    ['https://[2001:db8::1]:8443/a', 'https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/a'],
    ['https://oa.example.edu/任务/1', 'https://oa.example.edu', 'https://oa.example.edu/%E4%BB%BB%E5%8A%A1/1'],
  ])('MUST take %s apart', (given, origin, address) => {
    expect(readReturnTarget(given)._unsafeUnwrap()).toMatchObject({ origin, address });
  });

  test.each([
    '',
    '/t/1',
    '//evil.example.com',
    '///evil.example.com',
    '\\\\evil.example.com',
    'https:\\\\oa.example.edu',
    'https:/oa.example.edu',
    'https:oa.example.edu',
    'https:///oa.example.edu',
    'https://oa.example.edu\\@evil.example.com/',
    'https://oa.example.edu@evil.example.com/',
    'https://user:pw@oa.example.edu/',
    'https://oa.example.edu%2eevil.example.com/',
    'https://oa.example.edu。evil.example.com/',
    'https://oa.examp\u212Ae.edu/',
    'https://oa.example.edu./',
    'https://oa.example.edu:/',
    'https://oa.example.edu:99999/',
    'https://oa.example.edu:80a/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'ftp://oa.example.edu/',
    'blob:https://oa.example.edu/x',
    ' https://oa.example.edu/',
    'https://oa.example.edu/ x',
    'https://oa.example.edu/\r\nSet-Cookie: a=b',
    'https://oa.example.edu/\u0000',
    'https://oa.example.edu/\ud800',
    'https://oa.exa\u00admple.edu/',
    'https://ｏａ.example.edu/',
    'https://oa.example.edu/?portico_token=x',
    'https://oa.example.edu/?%70ortico_token=x',
    'https://oa.example.edu/?PORTICO_TOKEN=x',
    `https://oa.example.edu/${'x'.repeat(1_500)}`,
  ])('MUST refuse %j', (given) => {
    expect(readReturnTarget(given).isErr()).toBe(true);
  });

  test('MUST write nothing but visible ASCII, with the origin in front', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'oa.example.edu',
      '/',
      '\\',
      '@',
      ':',
      '#',
      '?',
      '%',
      '任务',
      '\t',
      '.',
      '[::1]',
      '443',
    );
    const text = fc.oneof(
      fc
        .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
        .map((parts) => parts.join('')),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    fc.assert(
      fc.property(text, (given) => {
        const read = readReturnTarget(given);
        if (read.isErr()) return;
        const { origin, address, fragment } = read.value;
        expect(address.startsWith(`${origin}/`) || address.startsWith(`${origin}?`)).toBe(true);
        expect(`${address}${fragment}`).toMatch(/^[\u0021-\u007e]+$/u);
        expect(readReturnTarget(`${address}${fragment}`)._unsafeUnwrap()).toEqual(read.value);
      }),
      { numRuns: 5_000 },
    );
  });
});

test('MUST put the token before the fragment, beside what the query has', () => {
  const target = (given: string) => readReturnTarget(given)._unsafeUnwrap();
  expect(withToken(target('https://a.edu/t#x'), 'T')).toBe('https://a.edu/t?portico_token=T#x');
  expect(withToken(target('https://a.edu/t?a=1#x?y'), 'T')).toBe('https://a.edu/t?a=1&portico_token=T#x?y');
});

test('MUST take an origin for an operator, and nothing more', () => {
  expect(readOrigin('https://OA.example.edu:443')._unsafeUnwrap()).toBe('https://oa.example.edu');
  for (const bad of [
    'https://oa.example.edu/',
    'https://oa.example.edu/x',
    'https://oa.example.edu?x',
    'oa.example.edu',
    '*',
    'null',
  ])
    expect(readOrigin(bad).isErr()).toBe(true);
});
