import { describe, expect, it } from 'vitest';
import { adminKey, createConsoleBed, readerKey, type ConsoleBed } from './testing/console-bed.ts';

const signedIn = async (key = adminKey): Promise<ConsoleBed> => {
  const bed = createConsoleBed({ sandboxes: [] });
  await bed.as(key);
  return bed;
};

const htmlOf = async (answered: Response): Promise<string> => (await answered.text()).replaceAll(/\s+/g, ' ');

const page = async (bed: ConsoleBed, path: string, status = 200): Promise<string> => {
  const answered = await bed.get(path);
  expect(answered.status).toBe(status);
  return htmlOf(answered);
};

const busy = { platform: 'weaver-ofs', standing: 'failing', cause: '服务繁忙，请稍后再试 (503)' };
const groupAddress = (more: Record<string, string> = {}): string =>
  `/failures/group?${new URLSearchParams({ ...busy, ...more }).toString()}`;

describe('attention', () => {
  it('MUST begin with what needs a person, the most urgent first, each with a way to act', async () => {
    const body = await page(await signedIn(), '/');
    const kinds = [...body.matchAll(/data-kind="([^"]+)"/g)].map(([, kind]) => kind);
    expect(kinds).toEqual(['credentials', 'undecidable', 'refused', 'job-silent', 'sweep-failed', 'paused', 'failing']);
    expect(body).toContain('href="/platforms/tongyidaiban"');
    expect(body).toContain('href="/undecidable"');
    expect(body).toContain('href="/failures?platform=weaver-ofs"');
    expect(body.indexOf('需要处理')).toBeLessThan(body.indexOf('platform-card'));
  });
});

describe('failures by cause', () => {
  it('MUST list groups, escape what vendors say, and lead to each of them', async () => {
    const body = await page(await signedIn(), '/failures');
    expect([...body.matchAll(/data-standing="([^"]+)"/g)].map(([, standing]) => standing)).toEqual([
      'failing',
      'exhausted',
      'refused',
      'undecidable',
      'poison',
    ]);
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('没有记录原因');
    expect(body).toContain('/failures/group?platform=weaver-ofs&amp;standing=failing');
    expect(await page(await signedIn(), '/failures?platform=jinzhi')).not.toContain('data-platform="weaver-ofs"');
  });

  it('MUST count before it asks, and change nothing by asking', async () => {
    const bed = await signedIn();
    const body = await page(bed, groupAddress({ ask: 'push-now' }));
    expect(body).toContain('data-matched="208"');
    expect(body).toContain('确认：立即推送 208 个');
    expect(bed.calls).toEqual([]);
  });

  it('MUST decide about a group in the visitor’s name, report, and go on where it stopped', async () => {
    const bed = await signedIn();
    const first = await htmlOf(await bed.post('/failures/decisions', { ...busy, decision: 'push-now' }));
    expect(first).toContain('data-decided="200"');
    expect(first).toMatch(/name="cursor" value="next"/);
    const second = await htmlOf(
      await bed.post('/failures/decisions', { ...busy, decision: 'push-now', cursor: 'next' }),
    );
    expect(second).not.toContain('name="cursor"');
    expect(bed.calls).toEqual([
      ['decide-group', busy.platform, busy.standing, busy.cause, 'push-now', null, 'first key'],
      ['decide-group', busy.platform, busy.standing, busy.cause, 'push-now', 'next', 'first key'],
    ]);
  });

  it('MUST refuse what names no group or no decision', async () => {
    const bed = await signedIn();
    expect((await bed.post('/failures/decisions', { ...busy, decision: 'restore' })).status).toBe(400);
    expect((await bed.post('/failures/decisions', { ...busy, standing: 'agreed', decision: 'agree' })).status).toBe(
      400,
    );
    for (const path of [
      '/failures/group',
      '/failures/group?platform=A&standing=failing',
      `${groupAddress()}&standing=x`,
    ])
      expect((await bed.get(path)).status).toBeLessThanOrEqual(404);
    expect((await bed.get(groupAddress({ platform: 'none' }))).status).toBe(404);
    expect((await bed.get(groupAddress({ cursor: 'strange' }))).status).toBe(400);
    expect(bed.calls).toEqual([]);
  });

  it('MUST say that a platform is off where nothing can be decided', async () => {
    const bed = await signedIn();
    const body = await page(
      bed,
      groupAddress({ platform: 'ability-center', standing: 'poison', cause: '', ask: 'agree' }),
    );
    expect(body).toContain('该平台未启用或无法打开');
    expect(body).not.toContain('id="trial"');
  });

  it('MUST show whoever may only look no way to decide', async () => {
    const bed = await signedIn(readerKey);
    const body = await page(bed, groupAddress());
    expect(body).not.toContain('ask=push-now');
    expect((await bed.post('/failures/decisions', { ...busy, decision: 'push-now' })).status).toBe(403);
  });
});

describe('what cannot be decided', () => {
  it('MUST show what was sent beside what came back, and both decisions with what they lead to', async () => {
    const body = await page(await signedIn(), '/undecidable');
    expect(body).toContain('没有收到应答: connection reset');
    expect(body).toContain('&quot;task_id&quot;: &quot;T-1&quot;');
    expect(body).toContain('name="decision" value="agree"');
    expect(body).toContain('name="decision" value="push-now"');
    expect(body).toContain('平台上会出现两条');
    expect(body).toContain('流程中已不存在，请按组处理');
  });

  it('MUST say that nothing waits where nothing does', async () => {
    const bed = await signedIn();
    bed.todos.length = 0;
    expect(await page(bed, '/undecidable')).toContain('没有需要判定的对象');
    expect(await page(bed, '/failures')).toContain('没有失败');
  });
});

describe('statistics', () => {
  it('MUST show every platform with charts that say in words what they draw, and the numbers below', async () => {
    const body = await page(await signedIn(), '/statistics?range=7d');
    for (const code of ['jinzhi', 'weaver-ofs', 'tongyidaiban']) expect(body).toContain(`id="of-${code}"`);
    expect(body).toMatch(/<svg class="plot"[^>]* role="img" aria-labelledby="volume-jinzhi-title volume-jinzhi-desc"/);
    expect(body).toMatch(/<desc id="volume-jinzhi-desc">共 [\d,]+ 次，成功率 [\d.]+ %/);
    expect(body).toContain('id="numbers-jinzhi"');
    expect(body).toMatch(/<option value="7d" selected>/);
    expect(body).toContain('这段时间没有推送');
    expect(body).toMatch(/<th scope="row">exchange<\/th>/);
    expect(body).toContain('href="/statistics.csv?range=7d"');
  });

  it('MUST narrow to one platform, and take no nonsense', async () => {
    const bed = await signedIn();
    expect(await page(bed, '/statistics?platform=jinzhi')).not.toContain('id="of-weaver-ofs"');
    expect(await page(bed, '/statistics?range=constructor&platform=%3Cscript%3E')).toMatch(
      /<option value="24h" selected>/,
    );
  });

  it('MUST give the numbers to spreadsheets', async () => {
    const bed = await signedIn();
    const answered = await bed.get('/statistics.csv?range=30d&platform=jinzhi');
    expect(answered.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answered.headers.get('content-disposition')).toBe('attachment; filename="portico-jinzhi-30d.csv"');
    const rows = (await answered.text()).split('\r\n');
    expect(rows[0]).toContain('platform,day,attempts,done,failed');
    expect(rows.length).toBeGreaterThan(30);
    expect(rows[1]).toMatch(/^jinzhi,2026-10-2\dT00:00:00\.000Z,\d+/);
    expect(await (await bed.get('/statistics/growth.csv')).text()).toMatch(/exchange,2026-11-2\d/);
  });

  it('MUST keep statistics from those who may not see lanes', async () => {
    const bed = await signedIn(readerKey);
    for (const path of ['/statistics', '/statistics.csv', '/statistics/growth.csv'])
      expect((await bed.get(path)).status).toBe(403);
  });
});

describe('a platform’s health', () => {
  it('MUST show figures, breaker, budget, errors with what they mean, and the latest attempts', async () => {
    const bed = await signedIn();
    const body = await page(bed, '/platforms/weaver-ofs');
    for (const words of [
      '健康状况',
      '成功率',
      '熔断',
      '速率预算',
      '推送中 16 / 上限 16',
      '参数错误：receiver：#',
      '最近的推送',
    ])
      expect(body).toContain(words);
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('id="recent-2"');
    expect(await page(bed, '/platforms/tongyidaiban')).toMatch(/断开：[^<]*用单个请求试探 · 连续断开 2 次/);
    expect(await page(bed, '/platforms/ability-center')).toContain('没有推送');
  });
});

describe('jobs', () => {
  it('MUST list jobs, show how far each is, and its log', async () => {
    const bed = await signedIn();
    expect(await page(bed, '/jobs')).toContain('还没有任务');
    const job = await bed.world.begin();
    await bed.world.begin({ kind: 'poll', subject: 'oa' });
    await bed.world.write(job.id, { done: 4, counts: { scheduled: 3 } }, [
      { level: 'warning', text: '<script>alert(1)</script> differed' },
    ]);
    const list = await page(bed, '/jobs');
    expect(list).toContain(`href="/jobs/${job.id}"`);
    expect(list).toContain('巡检 · jinzhi');
    expect(await page(bed, '/jobs?kind=poll')).not.toContain(job.id);
    const one = await page(bed, `/jobs/${job.id}`);
    expect(one).toContain('4 / 10');
    expect(one).toContain(`data-stream="/jobs/${job.id}/events"`);
    expect(one).toContain('&lt;script&gt;alert(1)');
    expect(one).not.toContain('<script>alert');
    expect((await bed.get('/jobs/none')).status).toBe(404);
    expect((await bed.get('/jobs?cursor=a%3Ab')).status).toBe(400);
  });

  it('MUST pause, resume and cancel, and say so; what has ended shows so by itself', async () => {
    const bed = await signedIn();
    const { id } = await bed.world.begin();
    for (const [action, standing] of [
      ['pause', 'paused'],
      ['resume', 'queued'],
      ['cancel', 'cancelled'],
    ] as const) {
      const answered = await bed.post(`/jobs/${id}/${action}`, {});
      expect(answered.headers.get('location')).toBe(`/jobs/${id}?notice=job-${action}`);
      expect(await page(bed, `/jobs/${id}`)).toContain(`data-standing="${standing}"`);
    }
    expect((await bed.post(`/jobs/${id}/pause`, {})).headers.get('location')).toBe(`/jobs/${id}`);
    expect((await bed.post('/jobs/none/pause', {})).status).toBe(404);
    expect(await page(bed, `/jobs/${id}`)).not.toContain('data-stream');
  });

  it('MUST tell by a stream that something has moved, and end it with the job', async () => {
    const bed = await signedIn();
    const { id } = await bed.world.begin();
    await bed.world.write(id, { done: 10, state: 'finished', finishedAt: bed.clock.now }, [
      { level: 'info', text: 'done' },
    ]);
    const answered = await bed.get(`/jobs/${id}/events`);
    expect(answered.headers.get('content-type')).toContain('text/event-stream');
    const text = await answered.text();
    expect(text).toMatch(/event: line[\s\S]*event: progress[\s\S]*event: end/);
    expect((await bed.get(`/jobs/${id}/events`, { 'last-event-id': '1' })).status).toBe(204);
    expect((await bed.get('/jobs/none/events')).status).toBe(404);
    await bed.as(null);
    expect((await bed.get(`/jobs/${id}/events`)).status).toBe(303);
  });

  it('MUST show sweeps with their reports and start one in the visitor’s name', async () => {
    const bed = await signedIn();
    const body = await page(bed, '/sweeps');
    expect(body).toContain('没有差异');
    expect(body).toContain('connect ECONNREFUSED');
    const answered = await bed.post('/sweeps', { platform: 'jinzhi', level: '2' });
    expect(answered.headers.get('location')).toBe('/sweeps?notice=sweep-started');
    expect(bed.calls).toEqual([['sweep', 'jinzhi', 2, 'first key']]);
    expect((await bed.post('/sweeps', { platform: '../x', level: '1' })).status).toBe(400);
    await bed.as(readerKey);
    expect((await bed.post('/sweeps', { platform: '' })).status).toBe(403);
    expect((await bed.get('/jobs')).status).toBe(403);
  });
});

describe('the profile of a platform', () => {
  const own = async (): Promise<ConsoleBed> => {
    const bed = await signedIn();
    const created = await bed.taskCenter.createPlatform('default', {
      code: 'own',
      kind: 'profile',
      name: '自建平台',
      baseUrl: 'https://todo.example.edu',
      profile: { name: 'x' },
    });
    created._unsafeUnwrap();
    bed.calls.length = 0;
    return bed;
  };

  it('MUST show a profile with numbered lines, and of a built-in kind only the try-out', async () => {
    const body = await page(await own(), '/platforms/own/profile');
    expect(body).toContain('data-lines-of="field-profile"');
    expect(body).toContain('value="save"');
    const builtIn = await page(await own(), '/platforms/jinzhi/profile');
    expect(builtIn).toContain('内置类型的配置文档不能修改');
    expect(builtIn).not.toContain('value="save"');
  });

  it('MUST show the request, and what a pasted answer would be taken for', async () => {
    const bed = await own();
    const form = { profile: '{"name":"x"}', operation: 'create', status: '200', answer: '' };
    const shown = await htmlOf(await bed.post('/platforms/own/profile', { ...form, do: 'try' }));
    expect(shown).toContain('id="tried"');
    expect(shown).toContain('会发出的请求');
    expect(shown).not.toContain('应答会被判定为');
    const judged = await htmlOf(await bed.post('/platforms/own/profile', { ...form, answer: '{"code":0}', do: 'try' }));
    expect(judged).toContain('data-outcome="done"');
    expect(judged).toContain('平台显示所发内容');
    expect(bed.calls).toEqual([]);
  });

  it('MUST say at which line a profile is wrong, and keep what was typed', async () => {
    const bed = await own();
    const notJson = await bed.post('/platforms/own/profile', { profile: '{\n  "name": 1,\n  oops\n}', do: 'try' });
    expect(notJson.status).toBe(422);
    const body = await htmlOf(notJson);
    expect(body).toContain('data-line="3"');
    expect(body).toContain('oops');
    const invalid = await bed.post('/platforms/own/profile', { profile: '{\n  "x": 1\n}', do: 'try' });
    expect(await htmlOf(invalid)).toContain('<code >/profile/name</code >');
    expect((await bed.post('/platforms/own/profile', { profile: '{"name":1}', todo: 'none', do: 'try' })).status).toBe(
      422,
    );
    expect(
      (await bed.post('/platforms/own/profile', { profile: '{"name":1}', answer: 'x', status: '7', do: 'try' })).status,
    ).toBe(422);
  });

  it('MUST save a profile as a new revision, and nothing of a built-in kind', async () => {
    const bed = await own();
    const saved = await bed.post('/platforms/own/profile', { profile: '{"name":"y"}', revision: '2', do: 'save' });
    expect(saved.headers.get('location')).toBe('/platforms/own/profile?notice=platform-saved');
    expect(bed.calls).toEqual([['change', 'own', { profile: { name: 'y' } }, 2]]);
    expect(await htmlOf(await bed.post('/platforms/jinzhi/profile', { do: 'save' }))).toContain('id="tried"');
    expect(bed.calls).toHaveLength(1);
    await bed.as(readerKey);
    expect((await bed.post('/platforms/own/profile', { do: 'save' })).status).toBe(403);
    expect((await bed.get('/platforms/own/profile')).status).toBe(200);
  });
});
