import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OpenIdentityProvider, SignInRejection, SignInRound } from '@portico/core/sign-in';
import type { PageFault } from '../../sandboxes/cas/page-faults.ts';
import { startOauth2Sandbox, type Oauth2Sandbox } from '../../sandboxes/oauth2/start-oauth2-sandbox.ts';
import { identityProviderKinds } from '../identity-provider-kinds.ts';

const callback = 'https://portico.example.edu/sso/default/oauth/callback';
const round: SignInRound = { callback, state: 'state-1', verifier: 'verifier-of-this-round-0123456789-0123456789' };
const challenge = createHash('sha256').update(round.verifier).digest('base64url');

let sandbox: Oauth2Sandbox;
let clock = 1_763_683_200_000;
beforeAll(async () => {
  // A secret that is not the same in a form as it is plain.
  sandbox = await startOauth2Sandbox({ now: () => clock, redirectUris: [callback], clientSecret: 's3cret:/+ %é' });
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.setFault(null));

const open = (
  settings: Readonly<Record<string, unknown>> = {},
  clientSecret = sandbox.clientSecret,
): OpenIdentityProvider =>
  identityProviderKinds()
    .find(({ kind }) => kind === 'oauth2')!
    .open({ baseUrl: sandbox.baseUrl, settings: { clientId: 'portico', ...settings }, secrets: { clientSecret } })
    ._unsafeUnwrap();

const verdict = async (provider: OpenIdentityProvider, code: string, of = round, timeoutMs = 20_000): Promise<string> =>
  (await provider.verify(code, of, { signal: new AbortController().signal, timeoutMs })).match(
    ({ personId, name }) => `accepted ${personId} ${name}`,
    ({ code: failure }) => failure,
  );

test.each(['basic', 'post'] as const)('MUST exchange a code once, with the client proved by %s', async (method) => {
  const provider = open({ clientAuthentication: method });
  const code = sandbox.issueCode('T001', callback, challenge);
  expect(await verdict(provider, code)).toBe('accepted T001 李老师');
  expect(await verdict(provider, code)).toBe('TICKET_INVALID');
});

test('MUST send a challenge that only this round’s verifier answers', async () => {
  const provider = open({ scope: 'openid profile' });
  const url = new URL(provider.loginUrl(round));
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'portico',
    redirect_uri: callback,
    state: 'state-1',
    scope: 'openid profile',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const code = sandbox.issueCode('T001', callback, challenge);
  expect(await verdict(provider, code, { ...round, verifier: 'another-verifier' })).toBe('TICKET_INVALID');
});

test('MUST refuse forged, expired and foreign codes', async () => {
  const provider = open();
  expect(await verdict(provider, 'forged')).toBe('TICKET_INVALID');
  expect(await verdict(provider, sandbox.issueCode('T001', 'https://other.example.edu/', challenge))).toBe(
    'TICKET_INVALID',
  );
  const late = sandbox.issueCode('T001', callback, challenge);
  clock += 60_001;
  expect(await verdict(provider, late)).toBe('TICKET_INVALID');
});

test('MUST tell a wrong secret from a wrong code', async () => {
  expect(await verdict(open({}, 'wrong'), sandbox.issueCode('T001', callback, challenge))).toBe(
    'PROVIDER_MISCONFIGURED',
  );
});

test('MUST find the person where the expression says, also as a number', async () => {
  const nested = open({ person: 'userinfo.data.userId', userinfoToken: 'query' });
  expect(await verdict(nested, sandbox.issueCode('20210001', callback, challenge))).toBe('accepted 20210001 张三');
  const number = open({ person: 'userinfo.data.number' });
  expect(await verdict(number, sandbox.issueCode('T001', callback, challenge))).toBe('accepted 10001 李老师');
  const nobody = open({ person: 'userinfo.nothing' });
  expect(await verdict(nobody, sandbox.issueCode('T001', callback, challenge))).toBe('ANSWER_UNREADABLE');
  const kind = identityProviderKinds().find(({ kind: name }) => name === 'oauth2')!;
  const broken = kind.open({
    baseUrl: sandbox.baseUrl,
    settings: { clientId: 'x', person: 'userinfo.(' },
    secrets: { clientSecret: 'x' },
  });
  expect(broken._unsafeUnwrapErr().issues.map(({ pointer }) => pointer)).toEqual(['/settings/person']);
});

test('MUST ask once, whatever becomes of the answer', async () => {
  const provider = open();
  const expected: readonly (readonly [PageFault, SignInRejection['code'], number?])[] = [
    ['status-500', 'PROVIDER_UNREACHABLE'],
    ['drop', 'PROVIDER_UNREACHABLE'],
    ['slow', 'PROVIDER_UNREACHABLE', 300],
    ['html', 'ANSWER_UNREADABLE'],
    ['gb18030', 'ANSWER_UNREADABLE'],
    ['huge', 'ANSWER_UNREADABLE'],
    ['not-json', 'ANSWER_UNREADABLE'],
    ['redirect', 'PROVIDER_MISCONFIGURED'],
  ];
  for (const [fault, code, timeoutMs] of expected) {
    sandbox.setFault(fault);
    const before = sandbox.requests.length;
    const given = sandbox.issueCode('T001', callback, challenge);
    expect([fault, await verdict(provider, given, round, timeoutMs)]).toEqual([fault, code]);
    expect([fault, sandbox.requests.length - before]).toEqual([fault, 1]);
  }
});

test('MUST read what the provider refuses at the callback', () => {
  const provider = open();
  const codeOf = (error: string): string => provider.readProof({ error, state: 's' })._unsafeUnwrapErr().code;
  expect(codeOf('access_denied')).toBe('SIGN_IN_DENIED');
  expect(codeOf('temporarily_unavailable')).toBe('PROVIDER_UNREACHABLE');
  expect(codeOf('unauthorized_client')).toBe('PROVIDER_MISCONFIGURED');
  expect(codeOf('<script>')).toBe('PROVIDER_MISCONFIGURED');
  expect(provider.readProof({ code: 'c', state: 's' })._unsafeUnwrap()).toEqual({ ticket: 'c', state: 's' });
});

test('MUST tell whose an access token is', async () => {
  const identify = open().identify!;
  const context = { signal: new AbortController().signal, timeoutMs: 20_000 };
  expect((await identify(sandbox.issueToken('T001'), context))._unsafeUnwrap().personId).toBe('T001');
  expect((await identify('forged', context))._unsafeUnwrapErr().code).toBe('TICKET_INVALID');
  expect((await identify('two words', context))._unsafeUnwrapErr().code).toBe('TICKET_INVALID');
});

test('MUST never show the client secret or a token in a message', async () => {
  const provider = open({}, 'the-secret-that-is-wrong');
  const rejected = await provider.verify(sandbox.issueCode('T001', callback, challenge), round, {
    signal: new AbortController().signal,
    timeoutMs: 20_000,
  });
  expect(rejected._unsafeUnwrapErr().message).not.toContain('the-secret-that-is-wrong');
});
