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
  expect([path, answered.status]).toEqual([path, status]);
  return htmlOf(answered);
};

const hook = { code: 'oa', name: '<img src=x>', url: 'https://oa.example.edu/hooks', types: 'todo.*\r\nalert.firing' };

const withWebhook = async (): Promise<{ readonly bed: ConsoleBed; readonly created: string }> => {
  const bed = await signedIn();
  const answered = await bed.post('/new-webhook', hook);
  expect(answered.status).toBe(200);
  expect(answered.headers.get('cache-control')).toBe('no-store');
  return { bed, created: await htmlOf(answered) };
};

const secretIn = (body: string): string | undefined => /id="secret-text">(whsec_[^<]+)</.exec(body)?.[1];

describe('webhooks', () => {
  it('MUST say what to do while there is none', async () => {
    const body = await page(await signedIn(), '/webhooks');
    expect(body).toContain('还没有 Webhook');
    expect(body).toContain('href="/new-webhook"');
  });

  it('MUST show a secret once, when it is made, and a new one when it is replaced', async () => {
    const { bed, created } = await withWebhook();
    const first = secretIn(created);
    expect(first).toMatch(/^whsec_/);
    for (const path of ['/webhooks', '/webhooks/oa']) expect(await page(bed, path)).not.toContain('whsec_');
    const second = secretIn(await htmlOf(await bed.post('/webhooks/oa/rotate', {})));
    expect(second).toMatch(/^whsec_/);
    expect(second).not.toBe(first);
    expect((await bed.get('/webhooks/oa/rotate')).headers.get('location')).toBe('/webhooks/oa');
  });

  it('MUST escape what others wrote, and show the types as they were asked for', async () => {
    const { bed, created } = await withWebhook();
    for (const body of [created, await page(bed, '/webhooks')]) {
      expect(body).not.toContain('<img src=x>');
      expect(body).toContain('&lt;img src=x&gt;');
    }
    expect(await page(bed, '/webhooks')).toContain('todo.*, alert.firing');
  });

  it.each([
    [{ code: 'A B' }, 'code'],
    [{ name: '' }, 'name'],
    [{ url: 'ftp://x' }, 'url'],
    [{ types: 'todo.*\nNot A Type!' }, 'types'],
  ])('MUST point at the field when it is told %j, and make nothing', async (change, name) => {
    const bed = await signedIn();
    const answered = await bed.post('/new-webhook', { ...hook, ...change });
    expect(answered.status).toBe(422);
    expect(await htmlOf(answered)).toContain(`id="field-${name}-error"`);
    expect(await page(bed, '/webhooks')).toContain('还没有 Webhook');
  });

  it('MUST send a test message, list it with how it stands, and send it again', async () => {
    const { bed } = await withWebhook();
    const to = (await bed.post('/webhooks/oa/test', {})).headers.get('location') ?? '';
    expect(to).toMatch(/^\/webhooks\/oa\/messages\/[^/]+\?notice=webhook-tested$/);
    const path = to.split('?')[0] ?? '';
    expect(await page(bed, path)).toContain('还没有发送过');
    expect(await page(bed, '/webhooks/oa?only=undelivered')).toContain(`href="${path}"`);
    expect((await bed.post(`${path}/replay`, {})).headers.get('location')).toBe(`${path}?notice=message-replayed`);
    expect(await htmlOf(await bed.post('/webhooks/oa/replay', { since: '2020-01-01T00:00' }))).toMatch(
      /重发 \d+ 条消息/,
    );
    const wrong = await bed.post('/webhooks/oa/replay', { since: 'ever' });
    expect(wrong.status).toBe(422);
    expect(await htmlOf(wrong)).toContain('id="field-since-error"');
  });

  it('MUST change, switch and remove one, and refuse a change made to an older revision', async () => {
    const { bed } = await withWebhook();
    const saved = await bed.post('/webhooks/oa', { ...hook, name: 'OA', types: '', revision: '1' });
    expect(saved.headers.get('location')).toBe('/webhooks/oa?notice=webhook-saved');
    expect((await bed.post('/webhooks/oa', { ...hook, name: 'late', revision: '1' })).status).toBe(422);
    expect(await htmlOf(await bed.post('/new-webhook', hook))).toContain('id="field-code-error"');
    expect(await page(bed, '/webhooks')).toContain('全部类型');
    await bed.post('/webhooks/oa/disable', {});
    expect(await page(bed, '/webhooks')).toContain('已停用');
    expect((await bed.post('/webhooks/oa/test', {})).status).toBe(409);
    await bed.post('/webhooks/oa/enable', {});
    expect(await page(bed, '/webhooks')).toContain('已启用');
    expect((await bed.post('/webhooks/oa/remove', {})).headers.get('location')).toBe(
      '/webhooks?notice=webhook-removed',
    );
    for (const path of ['/webhooks/oa', '/webhooks/oa/messages/none', '/webhooks/%00', '/webhooks/oa/messages/%2e%2e'])
      expect((await bed.get(path)).status).toBe(404);
  });

  it('MUST be out of reach for whoever has no scope for it', async () => {
    const bed = await signedIn(readerKey);
    await page(bed, '/webhooks', 403);
    expect((await bed.post('/new-webhook', hook)).status).toBe(403);
    expect(await page(bed, '/todos')).not.toContain('href="/webhooks"');
  });
});
