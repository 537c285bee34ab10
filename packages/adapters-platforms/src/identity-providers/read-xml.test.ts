import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCasAnswer } from './cas/read-cas-answer.ts';
import { readLogoutRequest } from './cas/read-logout-request.ts';
import { readXml } from './read-xml.ts';

const person = { personAttribute: null, nameAttribute: null };
const success = (user: string): string =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>${user}</cas:user></cas:authenticationSuccess></cas:serviceResponse>`;

test.each([
  '<!DOCTYPE a><a/>',
  '<!doctype a [<!ENTITY x "y">]><a>&x;</a>',
  '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
  '<a>&undefined;</a>',
  '<a><b></a></b>',
  '<a>',
  '<a/><b/>',
  'text',
  '',
  '\u0000',
  '<a xmlns:p="x"><q:b/></a>',
  `${'<a>'.repeat(21)}${'</a>'.repeat(21)}`,
  `<a>${'<b/>'.repeat(2_000)}</a>`,
  `<a ${Array.from({ length: 51 }, (_, index) => `b${index}=""`).join(' ')}/>`,
  `<a>${'x'.repeat(66_000)}</a>`,
])('MUST refuse %j', (text) => {
  expect(readXml(text).isErr()).toBe(true);
});

test('MUST answer something to anything, and never throw', () => {
  const piece = fc.constantFrom(
    '<cas:user>',
    '</cas:user>',
    '<',
    '>',
    '&amp;',
    '&#x0;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?x ?>',
    'xmlns:cas="http://www.yale.edu/tp/cas"',
    '"',
    "'",
    '<!DOCTYPE',
    'T001',
    '\u0000',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      expect(['ok', 'err']).toContain(readXml(text).isOk() ? 'ok' : 'err');
      readCasAnswer(success(text), person);
      readLogoutRequest(`logoutRequest=${encodeURIComponent(text.toWellFormed())}`);
    }),
    { numRuns: 2_000 },
  );
});

test('MUST read the user over comments and CDATA as one text, so that nobody can be cut short', () => {
  expect(readCasAnswer(success('T00<!-- x -->1<![CDATA[.evil]]>'), person)._unsafeUnwrap().personId).toBe('T001.evil');
});

test.each([
  success(''),
  success('T001</cas:user><cas:user>T002'),
  success('T001').replaceAll('tp/cas', 'tp/cas2'),
  success('T001').replaceAll('cas:authenticationSuccess', 'cas:authenticationsuccess'),
  success('x'.repeat(129)),
  success('T0&#1;01'),
  `<x>${success('T001')}</x>`,
])('MUST not believe %s', (text) => {
  expect(readCasAnswer(text, person).isErr()).toBe(true);
});

test('MUST take the ticket of a logout request and nothing else for one', () => {
  const request = (index: string): string =>
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="1" Version="2.0">${index}</samlp:LogoutRequest>`;
  const form = (xml: string): string => new URLSearchParams({ logoutRequest: xml }).toString();
  expect(readLogoutRequest(form(request('<samlp:SessionIndex>ST-1-x</samlp:SessionIndex>')))).toBe('ST-1-x');
  expect(readLogoutRequest(form(request('')))).toBeNull();
  expect(readLogoutRequest(form(request('<SessionIndex>ST-1-x</SessionIndex>')))).toBeNull();
  expect(
    readLogoutRequest(
      form(request('<samlp:SessionIndex>a</samlp:SessionIndex><samlp:SessionIndex>b</samlp:SessionIndex>')),
    ),
  ).toBeNull();
  expect(readLogoutRequest('other=1')).toBeNull();
});
