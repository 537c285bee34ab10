import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOauth2Sandbox, type Oauth2Sandbox } from './start-oauth2-sandbox.ts';

// What RFC 6749 and RFC 7636 say, seen from a browser and a client.
const callback = 'https://app.example.edu/callback';
const verifier = 'verifier-0123456789-0123456789-0123456789-01';
const challenge = createHash('sha256').update(verifier).digest('base64url');

let sandbox: Oauth2Sandbox;
beforeAll(async () => {
  sandbox = await startOauth2Sandbox({ redirectUris: [callback] });
});
afterAll(() => sandbox.close());

const authorize = (query: Record<string, string>, form: Record<string, string> | null): Promise<Response> => {
  const search = new URLSearchParams({
    response_type: 'code',
    client_id: 'portico',
    redirect_uri: callback,
    state: 's 1',
    ...query,
  });
  return fetch(`${sandbox.baseUrl}/authorize?${search.toString()}`, {
    redirect: 'manual',
    ...(form === null ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
};

const backOf = (response: Response): Record<string, string> =>
  Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);

const exchange = async (form: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> => {
  const response = await fetch(`${sandbox.baseUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'portico',
      client_secret: sandbox.clientSecret,
      redirect_uri: callback,
      ...form,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

const newCode = async (query: Record<string, string> = {}): Promise<string> =>
  backOf(await authorize(query, { username: 'T001' }))['code'] ?? '';

describe('The authorization endpoint', () => {
  test('MUST send code and state back, or what it refuses', async () => {
    expect((await authorize({}, null)).status).toBe(200);
    expect(backOf(await authorize({}, { username: 'T001' }))).toMatchObject({ state: 's 1' });
    expect(backOf(await authorize({}, { deny: '1' }))).toEqual({ error: 'access_denied', state: 's 1' });
    expect(backOf(await authorize({ response_type: 'token' }, null))).toMatchObject({
      error: 'unsupported_response_type',
    });
  });

  test('MUST redirect nobody for a client or an address that it does not know', async () => {
    for (const query of [{ client_id: 'x' }, { redirect_uri: 'https://evil.example.com/' }]) {
      const response = await authorize(query as Record<string, string>, { username: 'T001' });
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });
});

describe('The token endpoint', () => {
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };

  test('MUST exchange a code once, and take the token back when it is presented again', async () => {
    const code = await newCode();
    const { status, body } = await exchange({ code });
    expect(status).toBe(200);
    const userinfo = (): Promise<Response> =>
      fetch(`${sandbox.baseUrl}/userinfo`, { headers: { authorization: `Bearer ${String(body['access_token'])}` } });
    expect(await (await userinfo()).json()).toMatchObject({ sub: 'T001' });
    expect(await exchange({ code })).toEqual({ status: 400, body: { error: 'invalid_grant' } });
    expect((await userinfo()).status).toBe(401);
  });

  test('MUST ask for the verifier of the challenge, the address of the code, and the secret of the client', async () => {
    expect((await exchange({ code: await newCode(pkce), code_verifier: verifier })).status).toBe(200);
    expect((await exchange({ code: await newCode(pkce), code_verifier: 'other' })).body).toEqual({
      error: 'invalid_grant',
    });
    expect((await exchange({ code: await newCode(pkce) })).body).toEqual({ error: 'invalid_grant' });
    expect((await exchange({ code: await newCode(), redirect_uri: `${callback}/` })).body).toEqual({
      error: 'invalid_grant',
    });
    expect((await exchange({ code: await newCode(), client_secret: 'x' })).body).toEqual({ error: 'invalid_client' });
  });
});
