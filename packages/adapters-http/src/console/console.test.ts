import { describe, expect, it } from 'vitest';
import { adminKey, createConsoleBed, readerKey, type ConsoleBed } from './testing/console-bed.ts';
import { sampleMark, sampleTodo } from './testing/sample-data.ts';

const signedIn = async (key = adminKey): Promise<ConsoleBed> => {
  const bed = createConsoleBed({ sandboxes: [] });
  await bed.as(key);
  return bed;
};

/** A page's HTML with each run of white space as one space. */
const page = async (bed: ConsoleBed, path: string, status = 200): Promise<string> => {
  const answered = await bed.get(path);
  expect(answered.status).toBe(status);
  expect(answered.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return (await answered.text()).replaceAll(/\s+/g, ' ');
};

describe('pages', () => {
  const addresses = [
    '/',
    '/todos',
    '/todos/T-1%3AT001',
    '/failures',
    '/failures/group?platform=weaver-ofs&standing=failing&cause=%E6%9C%8D%E5%8A%A1%E7%B9%81%E5%BF%99%EF%BC%8C%E8%AF%B7%E7%A8%8D%E5%90%8E%E5%86%8D%E8%AF%95%20%28503%29&ask=push-now',
    '/undecidable',
    '/statistics?range=7d',
    '/jobs',
    '/sweeps',
    '/platforms',
    '/platforms/jinzhi',
    '/platforms/jinzhi/profile',
    '/new-platform',
    '/new-platform?kind=jinzhi',
    '/sandboxes',
    '/try',
  ];

  it.each(addresses)('MUST show %s in both languages, with one heading and nothing inline', async (path) => {
    const bed = await signedIn();
    for (const [language, word] of [
      ['zh-CN', '退出登录'],
      ['en', 'Sign out'],
    ] as const) {
      const answered = await bed.get(path, { 'accept-language': language });
      const body = await answered.text();
      expect(answered.status).toBe(200);
      expect(body).toContain(`<html lang="${language}">`);
      expect(body).toContain(word);
      expect(body.match(/<h1[ >]/g)).toHaveLength(1);
      expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style="| on[a-z]+="|undefined|\[object /);
      const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      for (const [, target = ''] of body.matchAll(/ for="([^"]*)"/g)) expect(ids).toContain(target);
      expect(answered.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/);
      expect(answered.headers.get('cache-control')).toBe('no-store');
      expect(answered.headers.get('referrer-policy')).toBe('same-origin');
    }
  });

  it('MUST escape everything from outside and link to nothing but the web', async () => {
    const bed = await signedIn();
    const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';
    bed.todos[0] = {
      todo: sampleTodo({
        title: evil,
        nodeName: evil,
        links: { pc: 'javascript:alert(1)', mobile: 'data:text/html,x' },
        assignee: { id: 'T001', name: evil, department: evil },
      }),
      marks: [sampleMark('jinzhi', 'agreed', { remoteId: evil })],
    };
    for (const path of [
      '/todos',
      '/todos/T-1%3AT001',
      `/todos?q=${encodeURIComponent(evil)}`,
      `/sandboxes?assignee=${encodeURIComponent(evil)}`,
    ]) {
      const body = await page(bed, path);
      expect(body).not.toContain('<script>alert');
      expect(body).not.toContain('<img src=x');
      expect(body).not.toMatch(/href="(javascript|data):/i);
      expect(body).toMatch(/&lt;script&gt;|%3Cscript%3E|没有沙箱/);
    }
  });

  it('MUST say what to do where there is nothing', async () => {
    const bed = await signedIn();
    bed.todos.length = 0;
    expect(await page(bed, '/')).toMatch(/还没有待办[\s\S]*href="\/try"[\s\S]*X-API-Key: \$KEY/);
    expect(await page(bed, '/todos')).toContain('引擎上报');
    expect(await page(bed, '/todos?state=done')).toContain('没有符合条件的待办');
  });

  it('MUST answer what is unknown with a page, and leave what is not for people alone', async () => {
    const bed = await signedIn();
    expect(await page(bed, '/todos/no%3Asuch', 404)).toContain('没有这个页面');
    expect(await page(bed, '/platforms/nothing', 404)).toContain('没有这个页面');
    expect(await page(bed, '/no/such/page', 404)).toContain('没有这个页面');
    expect((await bed.get('/api/v1/nothing')).headers.get('content-type')).not.toMatch(/html/);
    expect((await bed.get('/nothing', { accept: 'application/json' })).headers.get('content-type')).not.toMatch(/html/);
    expect(await page(bed, `/todos/${'x'.repeat(700)}`, 404)).toContain('没有这个页面');
    expect((await bed.get('/todos/%E0%A4%A')).status).toBe(404);
  });

  it('MUST say that the store is unavailable without its secrets, and when to come back', async () => {
    const bed = await signedIn();
    bed.isDown = true;
    for (const path of ['/', '/todos', '/todos/T-1%3AT001', '/platforms', '/platforms/jinzhi', '/sandboxes']) {
      const answered = await bed.get(path);
      expect(answered.status).toBe(503);
      expect(answered.headers.get('retry-after')).toBe('2');
      const body = await answered.text();
      expect(body).toContain('存储暂时不可用');
      expect(body).not.toContain('db.internal');
    }
  });

  it('MUST tell a defect with an id and no details', async () => {
    const seen: unknown[] = [];
    const bed = createConsoleBed({ options: { onDefect: (error) => seen.push(error) } });
    await bed.as(adminKey);
    Object.defineProperty(bed.todos, 'filter', {
      value: () => {
        throw new Error('secret detail');
      },
    });
    const answered = await bed.get('/todos');
    expect(answered.status).toBe(500);
    expect(await answered.text()).not.toContain('secret detail');
    expect(seen).toHaveLength(1);
  });

  it('MUST keep the chosen language, and go on without it in the address', async () => {
    const bed = createConsoleBed();
    const answered = await bed.get('/sign-in?lang=en&next=%2Ftodos');
    expect([answered.status, answered.headers.get('location')]).toEqual([303, '/sign-in?next=%2Ftodos']);
    const cookie = answered.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await (await bed.get('/sign-in', { cookie })).text()).toContain('Sign in to Portico');
    expect((await bed.get('/sign-in?lang=xx')).status).toBe(200);
  });

  it('MUST show what a time is in the tenant’s zone', async () => {
    const bed = createConsoleBed({ timezone: 'America/New_York' });
    await bed.as(adminKey);
    expect(await page(bed, '/todos/T-1%3AT001')).toContain('2026-11-20 19:00:00');
  });
});

describe('to-dos', () => {
  it('MUST take its filters from the address and put them into the form and the command', async () => {
    const bed = await signedIn();
    const body = await page(bed, '/todos?q=%E8%AF%B7%E5%81%87&state=open&urgency=urgent&assignee=T001');
    expect(body).toContain('value="请假"');
    expect(body).toMatch(/<option value="open" selected>/);
    expect(body).toMatch(/<option value="urgent" selected>/);
    expect(body).toContain(
      '/api/v1/task-center/todos?q=%E8%AF%B7%E5%81%87&amp;state=open&amp;assignee=T001&amp;urgency=urgent',
    );
  });

  it('MUST leave out filters that make no sense, and say so', async () => {
    const bed = await signedIn();
    const body = await page(bed, `/todos?state=nonsense&sync=__proto__&assignee=${'x'.repeat(300)}&q=%00`);
    expect(body).toContain('忽略了无效的筛选条件：q, state, sync, assignee');
    expect(body).toContain('id="todo-T-1:T001"');
  });

  it('MUST page by cursor, and begin again with one that is none', async () => {
    const bed = await signedIn();
    const first = await page(bed, '/todos');
    expect(first).toContain('href="/todos?cursor=20"');
    expect(await page(bed, '/todos?cursor=20')).not.toContain('rel="next"');
    const strange = await bed.get('/todos?cursor=strange&state=open');
    expect([strange.status, strange.headers.get('location')]).toEqual([303, '/todos?state=open']);
  });

  it('MUST decide in the visitor’s name and say what was done', async () => {
    const bed = await signedIn();
    const answered = await bed.post('/todos/T-1%3AT001/decisions', {
      decision: 'withdraw',
      platform: 'jinzhi',
      next: '/todos/T-1%3AT001?platform=jinzhi',
    });
    expect(answered.headers.get('location')).toBe('/todos/T-1%3AT001?platform=jinzhi&notice=withdraw');
    expect(bed.calls).toEqual([['decide', 'T-1:T001', 'jinzhi', 'withdraw', 'first key']]);
    const body = await page(bed, '/todos/T-1%3AT001?notice=withdraw');
    expect(body).toContain('已安排从平台撤回');
    expect(body).toMatch(/id="mark-jinzhi" data-sync="withdrawn"/);
    expect(body).toContain('恢复');
  });

  it('MUST refuse a decision that is none', async () => {
    const bed = await signedIn();
    expect((await bed.post('/todos/T-1%3AT001/decisions', { decision: 'toString', platform: 'jinzhi' })).status).toBe(
      400,
    );
    expect((await bed.post('/todos/no%3Asuch/decisions', { decision: 'agree', platform: 'jinzhi' })).status).toBe(404);
    expect(bed.calls.filter(([name]) => name === 'decide')).toHaveLength(1);
  });

  it('MUST show the timeline with every kind of entry, bodies made readable', async () => {
    const body = await page(await signedIn(), '/todos/T-1%3AT001');
    for (const type of ['event', 'change', 'plan', 'attempt', 'deletion'])
      expect(body).toContain(`data-type="${type}"`);
    expect(body).toContain('&quot;task_id&quot;: &quot;T-1&quot;');
    expect(body).toContain('syscode = portico');
    expect(body).toContain('没有收到应答: connection reset');
    expect(body).toContain('应答丢失');
  });

  it('MUST narrow the timeline to one platform', async () => {
    const body = await page(await signedIn(), '/todos/T-1%3AT001?platform=jinzhi');
    expect(body).toContain('id="attempt-jinzhi-1"');
    expect(body).not.toContain('id="attempt-weaver-ofs-2"');
    expect(body).toContain('data-type="event"');
  });
});

describe('lanes', () => {
  it('MUST pause, resume and reopen', async () => {
    const bed = await signedIn();
    const paused = await bed.post('/lanes/pause', { lane: 'push/jinzhi', next: '/' });
    expect(paused.headers.get('location')).toBe('/?notice=lane-paused');
    expect(await page(bed, '/?notice=lane-paused')).toMatch(
      /通道已暂停[\s\S]*id="platform-jinzhi" data-state="paused"/,
    );
    await bed.post('/lanes/resume', { lane: 'push/jinzhi', next: '/' });
    await bed.post('/lanes/reopen', { lane: 'push/tongyidaiban', next: '/' });
    expect(bed.calls).toEqual([
      ['pause', 'push/jinzhi', true],
      ['pause', 'push/jinzhi', false],
      ['reopen', 'push/tongyidaiban'],
    ]);
    expect(await page(bed, '/')).toContain('id="platform-tongyidaiban" data-state="open"');
    expect((await bed.post('/lanes/pause', { lane: 'push/none', next: '/' })).status).toBe(404);
  });
});

describe('scopes and origins', () => {
  it('MUST show a visitor only what their scopes allow', async () => {
    const bed = await signedIn(readerKey);
    expect((await bed.get('/')).status).toBe(303);
    expect((await bed.get('/')).headers.get('location')).toBe('/todos');
    const todo = await page(bed, '/todos/T-1%3AT001');
    expect(todo).not.toContain('/decisions"');
    expect(todo).not.toContain('href="/try"');
    expect(await page(bed, '/platforms/jinzhi')).toContain('<fieldset class="group" disabled>');
    for (const path of ['/try', '/new-platform']) expect((await bed.get(path)).status).toBe(403);
  });

  it('MUST refuse every change without its scope', async () => {
    const bed = await signedIn(readerKey);
    for (const path of [
      '/lanes/pause',
      '/todos/T-1%3AT001/decisions',
      '/platforms/jinzhi',
      '/platforms/jinzhi/enable',
      '/platforms/jinzhi/disable',
      '/platforms/jinzhi/test',
      '/platforms/jinzhi/remove',
      '/new-platform',
      '/try',
      '/try/follow-up',
      '/sandboxes/jinzhi/faults',
    ]) {
      expect([path, (await bed.post(path, {})).status]).toEqual([path, 403]);
    }
    expect(bed.calls).toEqual([]);
  });

  it('MUST refuse every change that comes from elsewhere', async () => {
    const bed = await signedIn();
    const form = { decision: 'withdraw', platform: 'jinzhi' };
    const send = (headers: Record<string, string>) =>
      bed.app.request('http://localhost:3000/todos/T-1%3AT001/decisions', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          host: 'localhost:3000',
          cookie: bedCookie,
          ...headers,
        },
        body: new URLSearchParams(form).toString(),
      });
    const bedCookie = (await bed.post('/sign-in', { key: adminKey })).headers.get('set-cookie')?.split(';')[0] ?? '';
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
    ]) {
      expect([headers, (await send(headers)).status]).toEqual([headers, 403]);
    }
    expect(bed.calls).toEqual([]);
    expect((await send({ origin: 'http://localhost:3000' })).status).toBe(303);
    expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  it('MUST bound what a form may hold', async () => {
    const bed = await signedIn();
    expect((await bed.post('/try', { subject: 'x'.repeat(1_100_000) })).status).toBe(413);
    expect(
      (await bed.post('/try', Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, 'x']))))
        .status,
    ).toBe(413);
  });
});

describe('assets', () => {
  it('MUST serve our own files, for ever under their version', async () => {
    const bed = createConsoleBed();
    const body = await (await bed.get('/sign-in')).text();
    const addresses = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, address = '']) => address);
    expect(new Set(addresses).size).toBe(4);
    for (const address of addresses) {
      const answered = await bed.get(address);
      expect(answered.status).toBe(200);
      expect(answered.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await bed.get(address.split('?')[0] ?? '')).headers.get('cache-control')).toBe('no-cache');
    }
    expect((await bed.get('/assets/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await bed.get('/assets/toString')).status).toBe(404);
  });
});
