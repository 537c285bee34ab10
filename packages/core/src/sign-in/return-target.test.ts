import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handOverParameter, readOrigin, readReturnTarget, withToken } from './return-target.ts';

describe('readReturnTarget', () => {
  test.each([
    ['https://oa.example.edu', 'https://oa.example.edu', 'https://oa.example.edu/'],
    ['https://oa.example.edu/t/1?x=1#top', 'https://oa.example.edu', 'https://oa.example.edu/t/1?x=1'],
    ['HTTPS://OA.Example.EDU:443/T', 'https://oa.example.edu', 'https://oa.example.edu/T'],
    ['http://oa.example.edu:8080?x', 'http://oa.example.edu:8080', 'http://oa.example.edu:8080?x'],
    ['http://10.0.0.7:0080/a', 'http://10.0.0.7', 'http://10.0.0.7/a'],
    ['https://[2001:db8::1]:8443/a', 'https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/a'],
    // Engines that speak GBK escape their own bytes.
    ['https://oa.example.edu/?q=%C4%E3', 'https://oa.example.edu', 'https://oa.example.edu/?q=%C4%E3'],
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
    'https://oa.example.edu/?x=%zz&%70ortico_token=evil',
    'https://oa.example.edu/?x=%ff&%70ortico_token=evil',
    'https://oa.example.edu/?x=%C4%E3&portico%5ftoken=evil',
    'https://oa.example.edu/?x=%zz',
    'https://oa.example.edu/%',
    'https://oa.example.edu/%4',
    'https://oa.example.edu/#%zz',
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

test('MUST say what is wrong with half an escape', () => {
  expect(readReturnTarget('https://oa.example.edu/?rate=100%')._unsafeUnwrapErr().message).toContain('%25');
});

test('MUST take no address with a parameter that is read as the token', () => {
  const escaped = (character: string): string => `%${character.charCodeAt(0).toString(16)}`;
  const written = fc
    .array(
      fc.constantFrom<(character: string) => string>(String, escaped, (one) => one.toUpperCase()),
      {
        minLength: handOverParameter.length,
        maxLength: handOverParameter.length,
      },
    )
    .map((ways) => ways.map((way, index) => way(handOverParameter.charAt(index))).join(''));
  const rubbish = fc.constantFrom('%zz', '%', '%7', '%ff', '%C4%E3', '%e4%bb', '任', '+', 'x', '%25', '%00');
  const pieces = fc.array(fc.oneof(written, rubbish, fc.constantFrom('&', '=', '?', '#', ';', '/')), { maxLength: 8 });
  // What engines and browsers read it with; the core's own types know nothing of it.
  const { URL } = globalThis as unknown as {
    readonly URL: new (address: string) => { readonly searchParams: Iterable<readonly [string, string]> };
  };
  const namesIn = (address: string): readonly string[] => [...new URL(address).searchParams].map(([name]) => name);
  fc.assert(
    fc.property(pieces, written, (parts, name) => {
      expect(readReturnTarget(`https://oa.example.edu/?${parts.join('')}&${name}=evil`).isErr()).toBe(true);
      const read = readReturnTarget(`https://oa.example.edu/?${parts.join('')}`);
      if (read.isErr()) return;
      for (const taken of namesIn(read.value.address)) expect(taken.toLowerCase()).not.toBe(handOverParameter);
      expect(namesIn(withToken(read.value, 'T')).filter((taken) => taken === handOverParameter)).toHaveLength(1);
    }),
    { numRuns: 2_000 },
  );
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
