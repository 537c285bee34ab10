import { describe, expect, it } from 'vitest';
import { adminKey, createConsoleBed, type ConsoleBed } from './testing/console-bed.ts';

const bedFor = async (): Promise<ConsoleBed> => {
  const bed = createConsoleBed();
  await bed.as(adminKey);
  return bed;
};

/** A page's HTML with each run of white space as one space. */
const htmlOf = async (answered: Response): Promise<string> => (await answered.text()).replaceAll(/\s+/g, ' ');

const form = {
  revision: '3',
  name: '泛微',
  baseUrl: 'https://oa.example.edu',
  'settings.appId': 'portico',
  'settings.idType': 'userId',
  'settings.tokenMinutes': '30',
  'settings.withMobile': 'on',
  'secrets.accessToken': '',
  'retry.count': '20',
  'retry.interval': '5, 30 300',
  'retry.age': '3600',
  concurrency: '8',
  batchSize: '1',
  timeoutMs: '5000',
  'rate.perSecond': '2.5',
  'rate.burst': '',
  showFinished: 'on',
};

describe('a platform’s form', () => {
  it('MUST show what is stored, and of secrets that they are set', async () => {
    const body = await htmlOf(await (await bedFor()).get('/platforms/weaver-ofs'));
    expect(body).toContain('value="1, 5, 30, 300"');
    expect(body).toMatch(/<input id="field-settings-appId" name="settings.appId" type="text" value="portico"/);
    expect(body).toMatch(/name="secrets.accessToken" type="password" value=""/);
    expect(body).toContain('已设置；留空则保持不变');
    expect(body).toContain('name="revision" value="3"');
  });

  it('MUST send what was typed as a draft, and no secret that was left empty', async () => {
    const bed = await bedFor();
    const answered = await bed.post('/platforms/weaver-ofs', form);
    expect(answered.headers.get('location')).toBe('/platforms/weaver-ofs?notice=platform-saved');
    expect(bed.calls).toEqual([
      [
        'change',
        'weaver-ofs',
        {
          name: '泛微',
          baseUrl: 'https://oa.example.edu',
          settings: { appId: 'portico', idType: 'userId', tokenMinutes: 30, withMobile: true },
          retry: { count: 20, intervalSeconds: [5, 30, 300], maxAgeSeconds: 3600 },
          concurrency: 8,
          batchSize: 1,
          timeoutMs: 5000,
          rate: { perSecond: 2.5, burst: 3 },
          showFinished: true,
          resendUndecidable: false,
        },
        3,
      ],
    ]);
    await bed.post('/platforms/weaver-ofs', { ...form, 'secrets.accessToken': ' s3cret ' });
    expect(bed.calls[1]?.[2]).toMatchObject({ secrets: { accessToken: ' s3cret ' } });
  });

  it('MUST name the field beside what is wrong, keep what was typed, and never show a secret', async () => {
    const bed = await bedFor();
    const answered = await bed.post('/platforms/weaver-ofs', {
      ...form,
      'settings.appId': 'taken',
      'secrets.accessToken': 'do-not-show',
    });
    expect(answered.status).toBe(422);
    const body = await htmlOf(answered);
    expect(body).toMatch(/name="settings.appId"[^>]*value="taken"[^>]*aria-invalid="true"/);
    expect(body).toContain('id="field-settings-appId-error">this app id is taken');
    expect(body).toContain('href="#field-settings-appId"');
    expect(body).toContain('/profile/operations/create: is missing');
    expect(body).not.toContain('do-not-show');
  });

  it('MUST find numbers that are none before the core is asked', async () => {
    const bed = await bedFor();
    const answered = await bed.post('/platforms/weaver-ofs', {
      ...form,
      concurrency: 'many',
      'retry.interval': '5, x',
      'rate.perSecond': '',
      'rate.burst': '3',
      'settings.tokenMinutes': '1.5',
    });
    expect(answered.status).toBe(422);
    const body = await htmlOf(answered);
    for (const field of ['concurrency', 'retry-interval', 'rate-perSecond', 'settings-tokenMinutes'])
      expect(body).toContain(`id="field-${field}-error"`);
    expect(bed.calls).toEqual([]);
  });

  it('MUST tell that somebody else was faster', async () => {
    const answered = await (await bedFor()).post('/platforms/weaver-ofs', { ...form, revision: '1' });
    expect(answered.status).toBe(422);
    expect(await htmlOf(answered)).toContain('配置已被他人修改');
  });
});

describe('platforms', () => {
  it('MUST be created by kind, with errors beside their fields', async () => {
    const bed = await bedFor();
    const wrong = await bed.post('/new-platform', { ...form, kind: 'jinzhi', code: 'Not Good' });
    expect(await wrong.text()).toContain('id="field-code-error"');
    const taken = await bed.post('/new-platform', { ...form, kind: 'jinzhi', code: 'jinzhi' });
    expect(await taken.text()).toContain('there is a platform jinzhi');
    const created = await bed.post('/new-platform', {
      ...form,
      kind: 'jinzhi',
      code: 'second',
      'secrets.accessToken': 'x',
      'rate.perSecond': '',
    });
    expect(created.headers.get('location')).toBe('/platforms/second?notice=platform-created');
    expect(bed.calls[2]?.[1]).toMatchObject({ code: 'second', kind: 'jinzhi', secrets: { accessToken: 'x' } });
    expect(bed.calls[2]?.[1]).not.toHaveProperty('rate');
    expect((await bed.post('/new-platform', { ...form, kind: 'no-such' })).headers.get('location')).toBe(
      '/new-platform',
    );
  });

  it('MUST be enabled, disabled and removed', async () => {
    const bed = await bedFor();
    await bed.post('/platforms/jinzhi/disable', {});
    const body = await (await bed.get('/platforms/jinzhi')).text();
    expect(body).toContain('data-state="disabled"');
    expect(body).toContain('action="/platforms/jinzhi/remove"');
    await bed.post('/platforms/jinzhi/enable', {});
    expect((await bed.post('/platforms/jinzhi/remove', {})).headers.get('location')).toBe(
      '/platforms?notice=platform-removed',
    );
    expect(bed.calls).toEqual([
      ['change', 'jinzhi', { enabled: false }, null],
      ['change', 'jinzhi', { enabled: true }, null],
      ['remove', 'jinzhi'],
    ]);
  });

  it('MUST show a test with its exchange', async () => {
    const bed = await bedFor();
    const good = await (await bed.post('/platforms/jinzhi/test', {})).text();
    expect(good).toMatch(/id="test-result"[^>]*data-outcome="done"[\s\S]*连接正常[\s\S]*publicApi\/task/);
    const bad = await (await bed.post('/platforms/tongyidaiban/test', {})).text();
    expect(bad).toMatch(/data-outcome="failed"[\s\S]*连接未成功[\s\S]*connect ECONNREFUSED/);
    expect((await bed.get('/platforms/jinzhi/test')).headers.get('location')).toBe('/platforms/jinzhi');
  });
});
