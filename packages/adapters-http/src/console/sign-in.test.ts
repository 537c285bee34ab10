import { describe, expect, it } from 'vitest';
import { safeNext } from './safe-next.ts';
import { createSignInLinks } from './sign-in-links.ts';
import { adminKey, createConsoleBed } from './testing/console-bed.ts';

const tokenOf = (url: string): string => new URL(url).searchParams.get('token') ?? '';

describe('sign-in links', () => {
  const principal = { tenant: 'default', name: 'key', keyId: 'k1', scopes: ['admin'] as const };
  const links = () => {
    const time = { now: 0 };
    return {
      time,
      signIn: createSignInLinks({
        clock: { monotonic: () => time.now },
        publicUrl: () => 'https://portico.example.edu',
      }),
    };
  };

  it('MUST work once, for 15 minutes', () => {
    const { time, signIn } = links();
    const { url, expiresInMs } = signIn.create(principal);
    expect(url).toMatch(/^https:\/\/portico\.example\.edu\/sign-in\?token=[\w-]{43}$/);
    expect(expiresInMs).toBe(900_000);
    expect(signIn.consume('guess')).toBeNull();
    expect(signIn.consume(tokenOf(url))).toEqual(principal);
    expect(signIn.consume(tokenOf(url))).toBeNull();
    const late = signIn.create(principal);
    time.now = 900_000;
    expect(signIn.consume(tokenOf(late.url))).toBeNull();
  });

  it('MUST keep a bounded number of them, the newest', () => {
    const { signIn } = links();
    const made = Array.from({ length: 300 }, () => tokenOf(signIn.create(principal).url));
    expect(signIn.consume(made[0] ?? '')).toBeNull();
    expect(made.slice(-200).every((token) => signIn.consume(token) !== null)).toBe(true);
  });
});

describe('signing in', () => {
  it('MUST send a stranger to the sign-in page and back afterwards', async () => {
    const bed = createConsoleBed();
    const away = await bed.get('/todos?state=open');
    expect([away.status, away.headers.get('location')]).toEqual([303, '/sign-in?next=%2Ftodos%3Fstate%3Dopen']);
    const form = await (await bed.get(away.headers.get('location') ?? '')).text();
    expect(form).toContain('npm run portico -- sign-in');
    expect(form).toContain('name="next" value="/todos?state=open"');
    const back = await bed.post('/sign-in', { key: adminKey, next: '/todos?state=open' });
    expect([back.status, back.headers.get('location')]).toEqual([303, '/todos?state=open']);
  });

  it('MUST leave a link as it is when it is only looked at, and use it up when its form is sent', async () => {
    const bed = createConsoleBed();
    const token = tokenOf(bed.signIn.create(bed.admin).url);
    for (let times = 0; times < 3; times += 1) {
      const looked = await bed.get(`/sign-in?token=${token}`);
      expect(looked.headers.get('set-cookie')).toBeNull();
      expect(await looked.text()).toMatch(/data-auto-submit[\s\S]*<button/);
    }
    const entered = await bed.post('/sign-in', { token });
    expect(entered.status).toBe(303);
    expect(entered.headers.get('set-cookie')).toMatch(
      /^portico_session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const again = await bed.post('/sign-in', { token });
    expect(again.status).toBe(401);
    expect(await again.text()).toContain('链接无效');
  });

  it('MUST make the cookie secure where the address is', async () => {
    const bed = createConsoleBed({ publicUrl: () => 'https://portico.example.edu' });
    expect((await bed.post('/sign-in', { key: adminKey })).headers.get('set-cookie')).toMatch(/; Secure/);
  });

  it('MUST refuse a wrong key, and after many the address that tries them', async () => {
    const bed = createConsoleBed({ options: { failedSignIns: { perSecond: 0.1, burst: 3 } } });
    const statuses: number[] = [];
    for (let times = 0; times < 5; times += 1)
      statuses.push((await bed.post('/sign-in', { key: `wrong-${times}` })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect(await (await bed.post('/sign-in', { key: 'wrong' })).text()).toContain('失败次数过多');
    bed.clock.now += 60_000;
    expect((await bed.post('/sign-in', { key: adminKey })).status).toBe(303);
  });

  it('MUST refuse to sign in for another site', async () => {
    const bed = createConsoleBed();
    const answered = await bed.post('/sign-in', { key: adminKey }, { 'sec-fetch-site': 'cross-site' });
    expect([answered.status, answered.headers.get('set-cookie')]).toEqual([403, null]);
  });

  it('MUST sign out, and tell a page in the background to go', async () => {
    const bed = createConsoleBed();
    await bed.as(adminKey);
    const out = await bed.post('/sign-out', {});
    expect(out.headers.get('set-cookie')).toMatch(/^portico_session=; Max-Age=0; Path=\//);
    expect(await (await bed.get(out.headers.get('location') ?? '')).text()).toContain('已退出登录');
    await bed.as(null);
    const background = await bed.get('/todos', { 'hx-request': 'true' });
    expect([background.status, background.headers.get('hx-redirect')]).toEqual([401, '/sign-in?next=%2Ftodos']);
  });

  it('MUST treat a cookie that is none of ours as no cookie', async () => {
    const bed = createConsoleBed();
    const answered = await bed.get('/todos', { cookie: 'portico_session=forged' });
    expect(answered.headers.get('location')).toBe('/sign-in?next=%2Ftodos');
    expect(answered.headers.get('set-cookie')).toMatch(/Max-Age=0/);
  });
});

describe('safeNext', () => {
  it.each(['/', '/todos?state=open&q=%E8%AF%B7', '/todos/T-1%3AT001'])('MUST keep %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    null,
    '',
    'todos',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/%09/evil',
    '\\\\evil',
    '/..//evil.example',
    '/a/..//evil.example',
    '/sign-in?token=x',
    '/sign-out',
    'javascript:alert(1)',
    '/ x',
    '/\u0000',
    `/${'x'.repeat(3_000)}`,
  ])('MUST NOT leave the console for %j', (path) => {
    const next = safeNext(path);
    expect(new URL(next, 'http://here.example').origin).toBe('http://here.example');
    expect(next).toMatch(path === '/%09/evil' ? /^\/%09\/evil$/ : /^\/$/);
  });
});
