import fc from 'fast-check';
import { jwtVerify } from 'jose';
import { beforeEach, describe, expect, test } from 'vitest';
import { sampleTodo } from '../testing/fake-task-center.ts';
import { createApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.ts';
import { openBrowser, stateOf, type TestBrowser } from './testing-browser.fixture.ts';

const engine = 'https://oa.example.edu';
const login = '/sso/default/campus/login';
const callback = '/sso/default/campus/callback';

let api: ApiUnderTest;
let secret: string;

const prepare = async (given: Parameters<typeof createApiUnderTest>[0] = {}): Promise<void> => {
  api = await createApiUnderTest(given);
  const { signIn } = api.people;
  (
    await signIn.createProvider('default', { code: 'campus', kind: 'cas3', baseUrl: 'https://cas.example.edu' })
  )._unsafeUnwrap();
  secret = (await signIn.putReturnOrigin('default', { origin: engine }))._unsafeUnwrap().secret ?? '';
};
beforeEach(() => prepare());

const leave = async (browser: TestBrowser, to?: string): Promise<string> => {
  const response = await browser.get(to === undefined ? login : `${login}?to=${encodeURIComponent(to)}`);
  expect(response.status).toBe(303);
  return stateOf(response.headers.get('location'));
};

const comeBack = (browser: TestBrowser, state: string, ticket: string): Promise<Response> =>
  browser.get(`${callback}?${new URLSearchParams({ state, ticket }).toString()}`);

const signIn = async (browser: TestBrowser, personId = 'T001', to?: string): Promise<Response> =>
  comeBack(browser, await leave(browser, to), api.people.provider.issue(personId, '李老师'));

describe('The way in', () => {
  test('MUST lead through the provider to the engine, with a token that the engine can verify', async () => {
    const browser = openBrowser(api);
    const response = await signIn(browser, 'T001', `${engine}/t/1?a=1#x`);
    expect(response.status).toBe(303);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const location = new URL(response.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}${location.hash}`).toBe(`${engine}/t/1#x`);
    const token = location.searchParams.get('portico_token') ?? '';
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      audience: engine,
      issuer: 'http://localhost',
      algorithms: ['HS256'],
      currentDate: new Date(api.clock.now()),
    });
    expect(payload).toMatchObject({ sub: 'T001', ten: 'default', idp: 'campus', name: '李老师' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  test('MUST keep the session where no script and no other site reaches it', async () => {
    const browser = openBrowser(api);
    await signIn(browser);
    const session = browser.setCookies.find((line) => line.startsWith('portico_person=')) ?? '';
    expect(session).toMatch(/HttpOnly/u);
    expect(session).toMatch(/SameSite=Lax/u);
    expect(session).toMatch(/Path=\//u);
    expect(session).not.toMatch(/Secure/u);
    expect([...browser.cookies.keys()]).toEqual(['portico_person']);
  });

  test('MUST bind the cookies to the very host on https', async () => {
    await prepare({ publicUrl: 'https://portico.example.edu' });
    const browser = openBrowser(api, 'https://portico.example.edu');
    await signIn(browser);
    for (const line of browser.setCookies) {
      expect(line).toMatch(/^__Host-portico_(?:person|sso_\d)=/u);
      expect(line).toMatch(/; Secure/u);
      expect(line).not.toMatch(/Domain/iu);
    }
  });

  test('MUST show a person their own to-dos, with nothing of them taken for markup', async () => {
    const links = { pc: `${engine}/t/1`, mobile: null };
    await api.people.save(
      { ...sampleTodo, title: '<script>alert(1)</script>', links },
      { ...sampleTodo, taskId: 'T-2', title: 'elsewhere', links: { pc: 'https://hr.example.edu/9', mobile: null } },
      { ...sampleTodo, taskId: 'T-3', title: 'nowhere', links: { pc: 'javascript:alert(1)', mobile: null } },
      { ...sampleTodo, taskId: 'T-4', title: '别人的', assignee: { id: 'T002', name: '王老师', department: null } },
    );
    const browser = openBrowser(api);
    expect((await signIn(browser)).headers.get('location')).toBe('/sso/default/todos');
    const response = await browser.get('/sso/default/todos', { 'accept-language': 'zh-CN' });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('我的待办');
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain(`href="/sso/default/campus/login?to=${encodeURIComponent(`${engine}/t/1`)}"`);
    expect(page).toContain('href="https://hr.example.edu/9"');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('javascript:');
    expect(page).not.toContain('别人的');
    expect(await (await browser.get('/sso/default/todos', { 'accept-language': 'en' })).text()).toContain('My to-dos');
  });

  test('MUST go straight through for whoever has signed in already', async () => {
    const browser = openBrowser(api);
    await signIn(browser);
    const response = await browser.get(`${login}?to=${encodeURIComponent(`${engine}/t/2`)}`);
    expect(response.headers.get('location')).toMatch(/^https:\/\/oa\.example\.edu\/t\/2\?portico_token=/u);
  });

  test('MUST offer a choice where there are several ways', async () => {
    const browser = openBrowser(api);
    const to = `${engine}/t/1`;
    expect((await browser.get(`/sso/default/login?to=${encodeURIComponent(to)}`)).headers.get('location')).toBe(
      `${login}?to=${encodeURIComponent(to)}`,
    );
    (
      await api.people.signIn.createProvider('default', {
        code: 'alumni',
        kind: 'cas3',
        name: '校友',
        baseUrl: 'https://a',
      })
    )._unsafeUnwrap();
    expect(await (await browser.get('/sso/default/login')).text()).toContain('校友');
  });

  test('MUST keep several tries of one browser apart', async () => {
    const browser = openBrowser(api);
    const states = [await leave(browser, `${engine}/1`), await leave(browser, `${engine}/2`)];
    const second = await comeBack(browser, states[1] ?? '', api.people.provider.issue('T001'));
    expect(second.headers.get('location')).toMatch(/^https:\/\/oa\.example\.edu\/2\?/u);
  });
});

describe('What is turned away', () => {
  test('MUST not sign in whoever did not begin in this browser', async () => {
    const [attacker, victim] = [openBrowser(api), openBrowser(api)];
    const state = await leave(attacker);
    await leave(victim);
    const response = await comeBack(victim, state, api.people.provider.issue('attacker'));
    expect(response.status).toBe(400);
    expect(victim.cookies.has('portico_person')).toBe(false);
  });

  test('MUST not take a callback twice', async () => {
    const browser = openBrowser(api);
    const state = await leave(browser);
    const held = new Map(browser.cookies);
    const ticket = api.people.provider.issue('T001');
    expect((await comeBack(browser, state, ticket)).status).toBe(303);
    const again = openBrowser(api);
    for (const [name, value] of held) again.cookies.set(name, value);
    expect((await comeBack(again, state, ticket)).status).toBe(400);
    expect(again.cookies.has('portico_person')).toBe(false);
  });

  test('MUST not take a forged ticket, or what holds something twice', async () => {
    const browser = openBrowser(api);
    const state = await leave(browser);
    expect((await comeBack(browser, state, 'ST-forged')).status).toBe(403);
    const wanted = await comeBack(browser, await leave(browser, `${engine}/t/9`), 'ST-forged');
    expect(await wanted.text()).toContain(`${login}?to=${encodeURIComponent(`${engine}/t/9`)}`);
    expect((await browser.get(`${callback}?ticket=a&ticket=b&state=${state}`)).status).toBe(400);
    expect((await browser.get(`${login}?to=https://oa.example.edu/&to=https://evil.example.com/`)).status).toBe(400);
    expect((await browser.get('/sso/default/nobody/login')).status).toBe(404);
    expect((await browser.get('/sso/other/campus/login')).status).toBe(404);
  });

  test.each([
    'https://evil.example.com/',
    '//evil.example.com',
    '/\\evil.example.com',
    '\\\\evil.example.com',
    'https:\\\\oa.example.edu',
    'https://oa.example.edu@evil.example.com/',
    'https://oa.example.edu\\.evil.example.com/',
    'https://oa.example.edu.evil.example.com/',
    'http://oa.example.edu/',
    'https://oa.example.edu:8443/',
    'https://ｏａ.example.edu/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://oa.example.edu/\r\nSet-Cookie: a=b',
    'https://oa.example.edu/\nLocation: https://evil.example.com/',
    'https://oa.example.edu/?portico_token=forged',
    '/sso/default/todos',
    '%2f%2fevil.example.com',
  ])('MUST lead nobody to %j', async (to) => {
    const browser = openBrowser(api);
    const response = await browser.get(`${login}?to=${encodeURIComponent(to)}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(browser.setCookies).toEqual([]);
  });

  test('MUST never lead to an origin that is not on the list, whatever is asked for', async () => {
    const browser = openBrowser(api);
    await signIn(browser);
    const piece = fc.constantFrom(
      engine,
      'https://',
      'http://',
      '//',
      '\\',
      '/',
      '@',
      ':',
      '#',
      '?',
      '%2f',
      '%5c',
      'evil.example.com',
      '.',
      'javascript:',
      '\t',
      '\r\n',
      '\u3002',
      '\uff0f',
      '443',
      ';',
      '&',
    );
    const target = fc.oneof(
      fc
        .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 8 })
        .map((parts) => parts.join('')),
      fc.tuple(fc.constant(engine), fc.array(piece, { maxLength: 6 })).map(([start, parts]) => start + parts.join('')),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
    );
    let led = 0;
    await fc.assert(
      fc.asyncProperty(target, async (to) => {
        const response = await browser.get(`${login}?to=${encodeURIComponent(to.toWellFormed())}`);
        expect(response.status).toBeLessThan(500);
        const location = response.headers.get('location');
        if (location === null) return;
        // As a browser reads it, from the page it is on.
        const { origin } = new URL(location, 'http://localhost/sso/default/campus/login');
        expect([engine, 'http://localhost']).toContain(origin);
        if (origin === engine) led += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(led).toBeGreaterThan(0);
  });

  test('MUST answer anything at all with less than 500', async () => {
    const browser = openBrowser(api);
    await leave(browser);
    const segment = fc.oneof(
      fc.constantFrom('default', 'campus', 'login', 'callback', 'logout', 'todos', 'token', '%00', '..%2f'),
      fc.string({ maxLength: 8 }).map(encodeURIComponent),
    );
    const query = fc
      .dictionary(
        fc.constantFrom('to', 'ticket', 'state', 'code', 'error', 'cursor', 'lang', '__proto__'),
        fc.string({ unit: 'binary', maxLength: 20 }),
      )
      .map((given) =>
        new URLSearchParams(
          Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.toWellFormed()])),
        ).toString(),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.constantFrom('sso', 'feed'), fc.array(segment, { minLength: 1, maxLength: 4 })),
        query,
        fc.boolean(),
        fc.string({ maxLength: 40 }),
        async ([root, segments], search, isPost, body) => {
          const path = `/${root}/${segments.join('/')}?${search}`;
          const response = isPost ? await browser.post(path, body.toWellFormed()) : await browser.get(path);
          expect(response.status, `${path} ${String(api.errors.at(-1))}`).toBeLessThan(500);
        },
      ),
      { numRuns: 600 },
    );
    expect(api.errors).toEqual([]);
  });

  test('MUST open nothing of the API to people, by whatever they hold', async () => {
    const browser = openBrowser(api);
    const response = await signIn(browser, 'T001', engine);
    const handedOver = new URL(response.headers.get('location') ?? '').searchParams.get('portico_token') ?? '';
    const session = browser.cookies.get('portico_person') ?? '';
    expect((await browser.get('/api/v1/task-center/todos')).status).toBe(401);
    for (const token of [handedOver, session]) {
      const asBearer = await api.app.request('/api/v1/access/me', { headers: { authorization: `Bearer ${token}` } });
      expect(asBearer.status).toBe(401);
    }
  });
});

describe('The way out', () => {
  test('MUST sign out by a form of ours only', async () => {
    const browser = openBrowser(api);
    await signIn(browser);
    await browser.get('/sso/logout');
    expect((await browser.post('/sso/logout', '', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await browser.get('/sso/default/todos')).status).toBe(200);
    const token = browser.cookies.get('portico_person') ?? '';
    const page = await browser.post('/sso/logout', '', { 'sec-fetch-site': 'same-origin' });
    expect(await page.text()).toContain('https://cas.example.edu/logout');
    expect(browser.cookies.has('portico_person')).toBe(false);
    browser.cookies.set('portico_person', token);
    expect((await browser.get('/sso/default/todos')).headers.get('location')).toBe('/sso/default/login');
  });

  test('MUST end a session when the provider tells so', async () => {
    const browser = openBrowser(api);
    const ticket = api.people.provider.issue('T001');
    await comeBack(browser, await leave(browser), ticket);
    const server = openBrowser(api);
    expect((await server.post(callback, 'logoutRequest=ST-other')).status).toBe(200);
    expect((await browser.get('/sso/default/todos')).status).toBe(200);
    expect((await server.post(callback, `logoutRequest=${ticket}`)).status).toBe(200);
    expect((await browser.get('/sso/default/todos')).status).toBe(303);
  });
});

describe('POST /sso/token', () => {
  const ask = async (body: string, type = 'application/x-www-form-urlencoded'): Promise<unknown> =>
    (await openBrowser(api).post('/sso/token', body, { 'content-type': type })).json();

  test('MUST tell whom a token stands for, once', async () => {
    const response = await signIn(openBrowser(api), 'T001', engine);
    const token = new URL(response.headers.get('location') ?? '').searchParams.get('portico_token') ?? '';
    const [header, payload, signature = ''] = token.split('.');
    const forged = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await ask(`token=${forged}`)).toEqual({ active: false });
    expect(await ask(JSON.stringify({ token, audience: engine }), 'application/json')).toEqual({
      active: true,
      sub: 'T001',
      name: '李老师',
      tenant: 'default',
      provider: 'campus',
      aud: engine,
    });
    expect(await ask(`token=${token}`)).toEqual({ active: false });
    expect(await ask('')).toMatchObject({ error: 'invalid_request' });
  });
});
