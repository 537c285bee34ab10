import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loginPage, type CasPerson } from '../cas/answers.ts';
import { playTransportFault, type PageFault } from '../cas/page-faults.ts';
import { sandboxPeople } from '../cas/start-cas-sandbox.ts';
import { readBody } from '../engine/body.ts';

export interface Oauth2SandboxOptions {
  /** 0, any free one, unless set; always on loopback. */
  readonly port?: number;
  readonly people?: readonly CasPerson[];
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Exactly these may be redirected to; any unless set. */
  readonly redirectUris?: readonly string[];
  /** Milliseconds; 60,000 unless set. */
  readonly codeLifeMs?: number;
  readonly now?: () => number;
}

export interface OauthRequest {
  readonly path: string;
  readonly authorization: string | null;
  readonly form: Readonly<Record<string, string>>;
}

/** An OAuth 2.0 server for people, tests and demonstrations, written from RFC 6749 and RFC 7636. */
export interface Oauth2Sandbox {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every request to the token and user info endpoints. */
  readonly requests: readonly OauthRequest[];
  /** As if this person had agreed. */
  issueCode(personId: string, redirectUri: string, challenge: string | null): string;
  /** As if a code had been exchanged. */
  issueToken(personId: string): string;
  /** How token and user info requests are answered from now on; null: as they should. */
  setFault(fault: PageFault | null): void;
  close(): Promise<void>;
}

interface Code {
  readonly person: CasPerson;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly until: number;
}

const bodyLimit = 64 * 1024;

/** Starts on loopback. Rejects when the port is taken. */
export async function startOauth2Sandbox(options: Oauth2SandboxOptions = {}): Promise<Oauth2Sandbox> {
  const { people = sandboxPeople, clientId = 'portico', codeLifeMs = 60_000, now = Date.now, redirectUris } = options;
  const clientSecret = options.clientSecret ?? randomBytes(16).toString('hex');
  const codes = new Map<string, Code>();
  const tokens = new Map<string, CasPerson>();
  const tokenOfCode = new Map<string, string>();
  const requests: OauthRequest[] = [];
  const closing = new AbortController();
  let fault: PageFault | null = null;

  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  };
  const html = (response: ServerResponse, status: number, page: string): void => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  };
  const newCode = (person: CasPerson, redirectUri: string, challenge: string | null): string => {
    const code = randomBytes(24).toString('base64url');
    codes.set(code, { person, redirectUri, challenge, until: now() + codeLifeMs });
    return code;
  };

  const authorize = async (
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ): Promise<void> => {
    const redirectUri = query.get('redirect_uri') ?? '';
    // RFC 6749 §4.1.2.1: with a wrong client or address nobody is redirected.
    if (
      query.get('client_id') !== clientId ||
      !URL.canParse(redirectUri) ||
      redirectUris?.includes(redirectUri) === false
    )
      return html(response, 400, loginPage([], null, 'client_id 或 redirect_uri 不正确'));
    const answer = (more: Readonly<Record<string, string>>): void => {
      const back = new URL(redirectUri);
      for (const [name, value] of Object.entries(more)) back.searchParams.set(name, value);
      const state = query.get('state');
      if (state !== null) back.searchParams.set('state', state);
      response.writeHead(302, { location: back.href }).end();
    };
    if (query.get('response_type') !== 'code') return answer({ error: 'unsupported_response_type' });
    const challenge = query.get('code_challenge');
    if (challenge !== null && query.get('code_challenge_method') !== 'S256')
      return answer({ error: 'invalid_request' });
    if (request.method !== 'POST') return html(response, 200, loginPage(people, null, null));
    const form = new URLSearchParams(await readBody(request, bodyLimit));
    if (form.get('deny') !== null) return answer({ error: 'access_denied' });
    const person = people.find(({ id }) => id === form.get('username'));
    if (person === undefined) return html(response, 200, loginPage(people, null, '账号不存在'));
    answer({ code: newCode(person, redirectUri, challenge) });
  };

  const proves = (authorization: string | undefined, form: URLSearchParams): boolean => {
    if (authorization === undefined)
      return form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    const [, encoded] = /^Basic ([\w+/=]+)$/u.exec(authorization) ?? [];
    const [id, secret] = Buffer.from(encoded ?? '', 'base64')
      .toString('utf8')
      .split(':', 2);
    const plain = (text: string | undefined): string => decodeURIComponent((text ?? '').replaceAll('+', ' '));
    return plain(id) === clientId && plain(secret) === clientSecret;
  };

  const token = (request: IncomingMessage, response: ServerResponse, form: URLSearchParams): void => {
    if (!proves(request.headers.authorization, form)) return json(response, 401, { error: 'invalid_client' });
    if (form.get('grant_type') !== 'authorization_code')
      return json(response, 400, { error: 'unsupported_grant_type' });
    const given = form.get('code') ?? '';
    const code = codes.get(given);
    codes.delete(given);
    if (code === undefined) {
      // RFC 6749 §4.1.2: whoever presents a code twice takes the token away that it was exchanged for.
      tokens.delete(tokenOfCode.get(given) ?? '');
      return json(response, 400, { error: 'invalid_grant' });
    }
    const verifier = form.get('code_verifier');
    const verified =
      code.challenge === null ||
      (verifier !== null && createHash('sha256').update(verifier).digest('base64url') === code.challenge);
    if (code.until <= now() || code.redirectUri !== form.get('redirect_uri') || !verified)
      return json(response, 400, { error: 'invalid_grant' });
    const access = randomBytes(24).toString('base64url');
    tokens.set(access, code.person);
    tokenOfCode.set(given, access);
    json(response, 200, { access_token: access, token_type: 'Bearer', expires_in: 3_600 });
  };

  const userinfo = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void => {
    const [, bearer] = /^Bearer (\S+)$/u.exec(request.headers.authorization ?? '') ?? [];
    const person = tokens.get(bearer ?? query.get('access_token') ?? '');
    if (person === undefined) return json(response, 401, { error: 'invalid_token' });
    json(response, 200, {
      sub: person.id,
      name: person.name,
      data: { userId: person.id, number: 10_001 },
      ...person.attributes,
    });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
    if (url.pathname === '/oauth2/authorize') return authorize(request, response, url.searchParams);
    if (url.pathname !== '/oauth2/token' && url.pathname !== '/oauth2/userinfo')
      return html(response, 404, loginPage([], null, '页面不存在'));
    const form = new URLSearchParams(request.method === 'POST' ? await readBody(request, bodyLimit) : '');
    const authorization = request.headers.authorization ?? null;
    requests.push({ path: url.pathname, authorization, form: Object.fromEntries(form) });
    if (await playTransportFault(fault, response, closing.signal)) return;
    if (fault === 'not-json')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":');
    return url.pathname === '/oauth2/token'
      ? token(request, response, form)
      : userinfo(request, response, url.searchParams);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const personCalled = (personId: string): CasPerson => {
    const person = people.find(({ id }) => id === personId);
    if (person === undefined) throw new Error(`nobody here is called ${personId}`);
    return person;
  };
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth2`,
    clientId,
    clientSecret,
    requests,
    issueCode: (personId, redirectUri, challenge) => newCode(personCalled(personId), redirectUri, challenge),
    issueToken(personId) {
      const access = randomBytes(24).toString('base64url');
      tokens.set(access, personCalled(personId));
      return access;
    },
    setFault: (next) => void (fault = next),
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
