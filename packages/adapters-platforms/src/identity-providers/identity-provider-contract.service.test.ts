import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IdentityProviderKindName, OpenIdentityProvider } from '@portico/core/sign-in';
import { identityProviderContract, type IdentityProviderSubject } from '@portico/core/testing';
import { startCasSandbox, type CasSandbox } from '../sandboxes/cas/start-cas-sandbox.ts';
import { startOauth2Sandbox, type Oauth2Sandbox } from '../sandboxes/oauth2/start-oauth2-sandbox.ts';
import { serviceOf } from './cas/cas-kind.ts';
import { identityProviderKinds } from './identity-provider-kinds.ts';

let cas: CasSandbox;
let oauth: Oauth2Sandbox;
beforeAll(async () => {
  cas = await startCasSandbox();
  oauth = await startOauth2Sandbox();
});
afterAll(() => Promise.all([cas.close(), oauth.close()]));

const open = (
  name: IdentityProviderKindName,
  baseUrl: string,
  settings: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>>,
): OpenIdentityProvider =>
  identityProviderKinds()
    .find(({ kind }) => kind === name)!
    .open({ baseUrl, settings, secrets })
    ._unsafeUnwrap();

const people = ['T001', '20210001'];

const casSubject = (version: 'cas1' | 'cas2' | 'cas3'): IdentityProviderSubject => ({
  provider: open(version, cas.baseUrl, {}, {}),
  people,
  issue: (personId, round) => cas.issueTicket(personId, serviceOf(round)),
  queryOf: (ticket, { state }) => ({ ticket, state }),
  asked: () => cas.validations.length,
  breakOff: (broken) => cas.setFault(broken ? 'drop' : null),
});

const oauthSubject = (): IdentityProviderSubject => ({
  provider: open('oauth2', oauth.baseUrl, { clientId: oauth.clientId }, { clientSecret: oauth.clientSecret }),
  people,
  issue: (personId, { callback, verifier }) =>
    oauth.issueCode(personId, callback, createHash('sha256').update(verifier).digest('base64url')),
  queryOf: (code, { state }) => ({ code, state }),
  asked: () => oauth.requests.length,
  breakOff: (broken) => oauth.setFault(broken ? 'drop' : null),
});

describe.each([
  ['cas1', () => casSubject('cas1')],
  ['cas2', () => casSubject('cas2')],
  ['cas3', () => casSubject('cas3')],
  ['oauth2', oauthSubject],
] as const)('%s', (_, openSubject) => {
  test.each(identityProviderContract)('$name', async ({ run }) => {
    await expect(run(openSubject())).resolves.toBeUndefined();
  });
});
