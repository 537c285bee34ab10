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

const firing = async (): Promise<ConsoleBed> => {
  const bed = await signedIn();
  (await bed.alerts.watch())._unsafeUnwrap();
  return bed;
};

const rule = async (bed: ConsoleBed, id: string) =>
  (await bed.alerts.listRules('default'))._unsafeUnwrap().find((one) => one.id === id);

const parked = { name: '搁置', above: '5', among: 'push/*\r\n!push/test', hold: '1.5', clear: '2', remind: '60' };

describe('alerts', () => {
  it('MUST say that nothing fires where nothing does, and how to be told when something will', async () => {
    const body = await page(await signedIn(), '/alerts');
    expect(body).toContain('没有告警');
    expect(body).toContain('href="/new-webhook"');
    expect(body).toContain('还没有告警过');
    expect(body).toContain('href="/alerts/rules/parked"');
  });

  it('MUST show what fires first, then what may soon, with a way to silence each', async () => {
    const body = await page(await firing(), '/alerts');
    const phases = [...body.matchAll(/data-phase="([^"]+)"/g)].map(([, phase]) => phase);
    expect(phases).toEqual(['firing', 'pending']);
    expect(body).toContain('平台不可达');
    expect(body).toContain('仍在告警');
    expect(body).toMatch(/name="subject" value="push\/jinzhi"/);
  });

  it('MUST silence in the visitor’s name, say so, and lift it again', async () => {
    const bed = await firing();
    const silenced = await bed.post('/alerts/silences', {
      rule: 'job-failed',
      subject: 'job/repush',
      hours: '4',
      reason: '<b>升级</b>',
    });
    expect(silenced.headers.get('location')).toBe('/alerts?notice=alert-silenced');
    const [made] = (await bed.alerts.listSilences('default'))._unsafeUnwrap();
    expect(made).toMatchObject({
      rule: 'job-failed',
      subject: 'job/repush',
      reason: '<b>升级</b>',
      by: 'first key',
      until: bed.clock.now + 4 * 3_600_000,
    });
    const body = await page(bed, '/alerts');
    expect(body).toContain('&lt;b&gt;升级&lt;/b&gt;');
    expect(body).not.toContain('<b>升级');
    expect(body).toContain('静默至');
    await bed.post(`/alerts/silences/${made?.id}/end`, {});
    expect((await bed.alerts.listSilences('default'))._unsafeUnwrap()).toEqual([]);
    expect((await bed.post(`/alerts/silences/${made?.id}/end`, {})).status).toBe(404);
  });

  it('MUST point at what is wrong with a silence, and make none', async () => {
    const bed = await firing();
    for (const [change, name] of [
      [{ reason: ' ' }, 'reason'],
      [{ reason: 'x'.repeat(501) }, 'reason'],
      [{ hours: '0' }, 'hours'],
      [{ hours: '1e9' }, 'hours'],
    ] as const) {
      const form = { rule: 'parked', subject: 'push/jinzhi', hours: '4', reason: 'x', ...change };
      const answered = await bed.post('/alerts/silences', form);
      expect(answered.status).toBe(422);
      expect(await htmlOf(answered)).toMatch(new RegExp(`id="field-a\\d-${name}-error"`));
    }
    expect((await bed.post('/alerts/silences', { rule: '../x', hours: '4', reason: 'x' })).status).toBe(400);
    expect((await bed.post('/alerts/silences', { rule: 'none', hours: '4', reason: 'x' })).status).toBe(404);
    expect((await bed.alerts.listSilences('default'))._unsafeUnwrap()).toEqual([]);
  });

  it('MUST change the thresholds of a rule in the units that it shows, and refuse a change made to an older revision', async () => {
    const bed = await signedIn();
    const saved = await bed.post('/alerts/rules/parked', { ...parked, revision: '1' });
    expect(saved.headers.get('location')).toBe('/alerts/rules/parked?notice=alert-rule-saved');
    expect(await rule(bed, 'parked')).toMatchObject({
      name: '搁置',
      condition: { kind: 'parked', lanes: ['push/*', '!push/test'], above: 5 },
      holdMs: 90_000,
      clearMs: 120_000,
      remindEveryMs: 3_600_000,
    });
    expect((await bed.post('/alerts/rules/parked', { ...parked, revision: '1' })).status).toBe(422);
    await bed.post('/alerts/rules/oldest-due', { ...parked, above: '0.5', among: '', remind: '', revision: '1' });
    expect(await rule(bed, 'oldest-due')).toMatchObject({
      condition: { lanes: null, aboveMs: 30_000 },
      remindEveryMs: null,
    });
    expect(await page(bed, '/alerts/rules/oldest-due')).toMatch(/name="above"[^>]* value="0.5"/);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ above: '-1' }, 'above'],
    [{ above: '' }, 'above'],
    [{ above: 'many' }, 'above'],
    [{ among: 'x'.repeat(200) }, 'among'],
    [{ hold: '99999999' }, 'hold'],
    [{ remind: '0.5' }, 'remind'],
  ])('MUST point at the field of a rule when it is told %j, and change nothing', async (change, name) => {
    const bed = await signedIn();
    const before = await rule(bed, 'parked');
    const answered = await bed.post('/alerts/rules/parked', { ...parked, ...change, revision: '1' });
    expect(answered.status).toBe(422);
    expect(await htmlOf(answered)).toContain(`id="field-${name}-error"`);
    expect(await rule(bed, 'parked')).toEqual(before);
  });

  it('MUST switch rules off, which ends what fires for them, and on again', async () => {
    const bed = await firing();
    await bed.post('/alerts/rules/job-failed/disable', {});
    expect((await rule(bed, 'job-failed'))?.enabled).toBe(false);
    const body = await page(bed, '/alerts');
    expect(body).not.toContain('data-phase="firing"');
    expect(body).toContain('规则停用');
    await bed.post('/alerts/rules/job-failed/enable', {});
    expect((await rule(bed, 'job-failed'))?.enabled).toBe(true);
    for (const path of ['/alerts/rules/none', '/alerts/rules/%3Cscript%3E']) await page(bed, path, 404);
  });

  it('MUST be out of reach for whoever has no scope for it', async () => {
    const bed = await signedIn(readerKey);
    await page(bed, '/alerts', 403);
    expect((await bed.post('/alerts/rules/parked/disable', {})).status).toBe(403);
  });
});
