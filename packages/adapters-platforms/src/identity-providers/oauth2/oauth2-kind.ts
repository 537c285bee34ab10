import { createHash } from 'node:crypto';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type {
  Identity,
  IdentityProviderKind,
  OpenIdentityProvider,
  Proof,
  ProviderField,
  ProviderSettingsInvalid,
  SignInRejection,
  SignInRound,
} from '@portico/core/sign-in';
import { z } from 'zod';
import type { VendorClient, VendorRequest } from '../../http/vendor-client.ts';
import { ask, patienceOf, type Patience } from '../ask.ts';
import { readIdentity, rejection } from '../identity.ts';
import { place, placedAt, readConnection } from '../settings.ts';
import { compilePersonExpression, type PersonExpression } from './person-expressions.ts';
import { oauthRefusal, readAccessToken, readJsonObject, type JsonObject } from './token-answer.ts';

const settingsSchema = z.strictObject({
  authorizePath: place.default('/authorize'),
  tokenPath: place.default('/token'),
  userinfoPath: place.default('/userinfo'),
  logoutPath: place.nullable().default(null),
  clientId: z.string().min(1).max(500),
  scope: z.string().max(500).default(''),
  clientAuthentication: z.enum(['basic', 'post']).default('basic'),
  userinfoToken: z.enum(['header', 'query']).default('header'),
  pkce: z.boolean().default(true),
  person: z.string().min(1).max(2_000).default('userinfo.sub'),
  personName: z.string().min(1).max(2_000).default('userinfo.name'),
});

type Settings = z.infer<typeof settingsSchema>;

const secretsSchema = z.strictObject({ clientSecret: z.string().min(1) });

const field = (
  name: string,
  type: ProviderField['type'],
  zh: string,
  en: string,
  more: Partial<ProviderField> = {},
): ProviderField => ({
  name,
  type,
  label: { 'zh-CN': zh, en },
  help: null,
  required: false,
  default: null,
  choices: null,
  ...more,
});

const fields: readonly ProviderField[] = [
  field('clientId', 'string', '客户端 ID', 'Client id', { required: true }),
  field('clientSecret', 'secret', '客户端密钥', 'Client secret', { required: true }),
  field('authorizePath', 'string', '授权路径', 'Path of the authorization endpoint', { default: '/authorize' }),
  field('tokenPath', 'string', '令牌路径', 'Path of the token endpoint', { default: '/token' }),
  field('userinfoPath', 'string', '用户信息路径', 'Path of the user info', { default: '/userinfo' }),
  field('logoutPath', 'string', '注销路径', 'Path of the logout page'),
  field('scope', 'string', '授权范围', 'Scope', { default: '' }),
  field('clientAuthentication', 'choice', '客户端认证方式', 'How the client proves itself', {
    default: 'basic',
    choices: ['basic', 'post'],
  }),
  field('userinfoToken', 'choice', '令牌放置位置', 'Where the user info takes the token', {
    default: 'header',
    choices: ['header', 'query'],
  }),
  field('pkce', 'boolean', '使用 PKCE', 'Use PKCE', { default: true }),
  field('person', 'expression', '学工号表达式', 'Expression for the person’s id', { default: 'userinfo.sub' }),
  field('personName', 'expression', '姓名表达式', 'Expression for the person’s name', { default: 'userinfo.name' }),
];

interface Opened {
  readonly baseUrl: string;
  readonly settings: Settings;
  readonly clientSecret: string;
  readonly person: PersonExpression;
  readonly personName: PersonExpression;
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
const basicOf = (clientId: string, clientSecret: string): string => {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
};

/** RFC 7636 §4.2, `S256`. */
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const tokenRequest = ({ baseUrl, settings, clientSecret }: Opened, code: string, round: SignInRound): VendorRequest => {
  const { clientId, clientAuthentication, pkce } = settings;
  const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: round.callback });
  if (pkce) form.set('code_verifier', round.verifier);
  if (clientAuthentication === 'post') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  return {
    method: 'POST',
    url: placedAt(baseUrl, settings.tokenPath),
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      ...(clientAuthentication === 'basic' ? { authorization: basicOf(clientId, clientSecret) } : {}),
    },
    body: form.toString(),
  };
};

const userinfoRequest = ({ baseUrl, settings }: Opened, accessToken: string): VendorRequest => {
  const url = placedAt(baseUrl, settings.userinfoPath);
  const inQuery = settings.userinfoToken === 'query';
  if (inQuery) url.searchParams.set('access_token', accessToken);
  return {
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...(inQuery ? {} : { authorization: `Bearer ${accessToken}` }) },
    body: null,
  };
};

const attributesOf = (userinfo: JsonObject): readonly (readonly [string, readonly string[]])[] =>
  Object.entries(userinfo).flatMap(([name, value]) => {
    const values = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(
      (one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean',
    );
    return values.length === 0 ? [] : [[name, values.map(String)] as const];
  });

/** What the user info’s status says of a token that somebody brought along (RFC 6750 §3.1); one fresh from the provider is never at fault. */
const refusedToken = (status: number): SignInRejection['code'] =>
  status === 400 || status === 401 || status === 403 ? 'TICKET_INVALID' : 'PROVIDER_MISCONFIGURED';

const openOauth2 = (opened: Opened, client: VendorClient): OpenIdentityProvider => {
  const { baseUrl, settings } = opened;

  const readUserinfo = async (
    accessToken: string,
    token: JsonObject,
    patience: Patience,
    refusedBy: (status: number) => SignInRejection['code'],
  ): Promise<Result<Identity, SignInRejection>> => {
    const answer = await ask(client, userinfoRequest(opened, accessToken), patience);
    if (answer.isErr()) return err(answer.error);
    const { status } = answer.value;
    if (status !== 200) return err(rejection(refusedBy(status), `the user info was answered with ${status}`));
    return readJsonObject(answer.value, 'the user info').andThen((userinfo) => {
      const personId = opened.person({ userinfo, token });
      if (personId.isErr())
        return err(rejection('PROVIDER_MISCONFIGURED', `/settings/person: ${personId.error.message}`));
      const name = opened.personName({ userinfo, token }).unwrapOr(null);
      return readIdentity(personId.value, name, attributesOf(userinfo));
    });
  };

  const exchange = async (
    code: string,
    round: SignInRound,
    patience: Patience,
  ): Promise<Result<Identity, SignInRejection>> => {
    const answer = await ask(client, tokenRequest(opened, code, round), patience);
    const token = answer.andThen(readAccessToken);
    return token.isErr()
      ? err(token.error)
      : readUserinfo(token.value.text, token.value.token, patience, () => 'PROVIDER_MISCONFIGURED');
  };

  return {
    loginUrl: ({ callback, state, verifier }) => {
      const url = placedAt(baseUrl, settings.authorizePath);
      const query: Record<string, string> = {
        response_type: 'code',
        client_id: settings.clientId,
        redirect_uri: callback,
        state,
        ...(settings.scope === '' ? {} : { scope: settings.scope }),
        ...(settings.pkce ? { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' } : {}),
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },
    readProof: (query): Result<Proof, SignInRejection> => {
      const { error, code = '', state = '' } = query;
      if (error !== undefined) return err(oauthRefusal(error));
      return /^[\u0021-\u007e]{1,2048}$/u.test(code)
        ? ok({ state, ticket: code })
        : err(rejection('TICKET_INVALID', 'the browser came back without a code'));
    },
    verify: (code, round, context) => new ResultAsync(exchange(code, round, patienceOf(context))),
    readLogout: () => null,
    logoutUrl: settings.logoutPath === null ? null : placedAt(baseUrl, settings.logoutPath).href,
    identify: (accessToken, context) =>
      /^[\u0021-\u007e]{1,4096}$/u.test(accessToken)
        ? new ResultAsync(readUserinfo(accessToken, {}, patienceOf(context), refusedToken))
        : new ResultAsync(Promise.resolve(err(rejection('TICKET_INVALID', 'this is no access token')))),
  };
};

const compiled = (
  settings: Settings,
  name: 'person' | 'personName',
): Result<PersonExpression, ProviderSettingsInvalid> =>
  compilePersonExpression(settings[name]).mapErr(({ message }) => ({
    code: 'SETTINGS_INVALID',
    issues: [{ pointer: `/settings/${name}`, message }],
  }));

/** OAuth 2.0 by authorization code (RFC 6749 §4.1) with PKCE (RFC 7636); who it is comes from the user info, not from an id token. */
export const oauth2Kind = (client: VendorClient): IdentityProviderKind => ({
  kind: 'oauth2',
  name: { 'zh-CN': 'OAuth 2.0 授权码', en: 'OAuth 2.0' },
  fields,
  open: (connection) =>
    readConnection(connection, {
      settings: settingsSchema as unknown as z.ZodType<Settings>,
      secrets: secretsSchema as unknown as z.ZodType<{ readonly clientSecret: string }>,
    }).andThen(({ baseUrl, settings, secrets }) =>
      compiled(settings, 'person').andThen((person) =>
        compiled(settings, 'personName').map((personName) =>
          openOauth2({ baseUrl, settings, clientSecret: secrets.clientSecret, person, personName }, client),
        ),
      ),
    ),
});
