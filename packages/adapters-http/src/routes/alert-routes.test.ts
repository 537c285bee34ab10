import { describe, expect, test } from 'vitest';
import { createAlertsUnderTest } from '../testing/alerts-under-test.ts';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { runTwice, statuses } from '../testing/run-twice.ts';

const path = '/api/v1/alerts';

const sampleRule = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: 'jinzhi-parked',
  name: '金智搁置过多',
  condition: { kind: 'parked', lanes: ['push/jinzhi'], above: 10 },
  holdSeconds: 0,
  ...fields,
});

const soon = '2026-11-21T12:00:00+08:00';

/** An API over alerts that fire. */
const withAlerts = async () => {
  const first = await createApiUnderTest();
  let made = 0;
  const alerts = createAlertsUnderTest(first.clock, { next: () => `alert-${(made += 1)}` });
  (await alerts.watch())._unsafeUnwrap();
  return createApiUnderTest({ alerts });
};

describe('rules', () => {
  test('MUST begin with rules that can be changed and removed', async () => {
    const { call } = await createApiUnderTest();
    const listed = await call('GET', `${path}/rules`);
    expect(listed.body.data?.items?.map(({ id }) => id)).toContain('lane-failing');
    expect(listed.body.data?.items?.find(({ id }) => id === 'oldest-due')).toMatchObject({
      condition: { kind: 'oldest-due', aboveSeconds: 1_800 },
      remindEverySeconds: null,
    });
    const changed = await call('PATCH', `${path}/rules/parked`, {
      body: { remindEverySeconds: 86_400, condition: { kind: 'parked', above: 5 } },
    });
    expect(changed.body.data).toMatchObject({
      remindEverySeconds: 86_400,
      condition: { kind: 'parked', lanes: null, above: 5 },
      name: '搁置数量过多',
      revision: 2,
    });
    await runTwice(() => call('DELETE', `${path}/rules/parked`)).expect(statuses(200, 404));
  });

  test('MUST make a rule once', async () => {
    const { call } = await createApiUnderTest();
    const created = await call('POST', `${path}/rules`, { body: sampleRule() });
    expect([created.status, created.headers.get('location'), created.headers.get('etag')]).toEqual([
      201,
      `${path}/rules/jinzhi-parked`,
      '"1"',
    ]);
    await runTwice(() => call('POST', `${path}/rules`, { body: sampleRule() })).expect(statuses(409, 409));
    await runTwice(() => call('POST', `${path}/rules`, { body: sampleRule({ id: undefined }) })).expect(
      statuses(201, 201),
    );
  });

  test.each([
    ['no name', { name: undefined }, '/name'],
    ['no condition', { condition: undefined }, '/condition'],
    ['an unknown kind', { condition: { kind: 'weather' } }, '/condition/kind'],
    ['a field of another kind', { condition: { kind: 'job-failed', above: 1 } }, '/condition/above'],
    ['a negative number', { condition: { kind: 'parked', above: -1 } }, '/condition/above'],
    ['a pattern with a space', { condition: { kind: 'parked', lanes: ['a b'], above: 1 } }, '/condition/lanes/0'],
    ['a hold of a year', { holdSeconds: 31_536_000 }, '/holdSeconds'],
    ['reminders every second', { remindEverySeconds: 1 }, '/remindEverySeconds'],
    ['an id with a slash', { id: 'a/b' }, '/id'],
    ['an unknown field', { colour: 'red' }, '/colour'],
  ])('MUST name the field of %s', async (_case, fields, pointer) => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', `${path}/rules`, { body: sampleRule(fields) });
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });

  test('MUST not change what somebody else changed meanwhile, nor the kind of a rule', async () => {
    const { call } = await createApiUnderTest();
    const change = () => call('PATCH', `${path}/rules/parked`, { body: { name: 'x' }, headers: { 'If-Match': '"1"' } });
    await runTwice(change).expect(statuses(200, 412));
    const other = await call('PATCH', `${path}/rules/parked`, { body: { condition: { kind: 'job-failed' } } });
    expect([other.status, other.body.error?.details[0]?.pointer]).toEqual([400, '/condition/kind']);
    expect((await call('PATCH', `${path}/rules/none`, { body: {} })).status).toBe(404);
  });
});

describe('alerts', () => {
  test('MUST show what fires, what may soon, and what fired', async () => {
    const { call } = await withAlerts();
    const listed = await call('GET', path);
    expect(listed.body.data?.items).toMatchObject([
      { rule: 'job-failed', phase: 'firing', subject: 'job/repush', words: '平台不可达', silence: null },
      { rule: 'parked', phase: 'pending', subject: 'push/jinzhi', value: 30, alert: null },
    ]);
    expect((await call('GET', `${path}?phase=firing`)).body.data?.items).toHaveLength(1);
    const history = await call('GET', `${path}/history?firing=true&rule=job-failed&subject=job%2Frepush&limit=1`);
    expect(history.body.data?.items).toMatchObject([{ kind: 'job-failed', resolvedAt: null, endedBy: null }]);
    expect((await call('GET', `${path}/history?firing=false`)).body.data?.items).toEqual([]);
  });

  test.each(['cursor=%20', 'firing=maybe', 'rule=a%2Fb', 'limit=500', 'colour=red'])(
    'MUST refuse ?%s',
    async (query) => {
      const { call } = await createApiUnderTest();
      const { status, body } = await call('GET', `${path}/history?${query}`);
      expect([status, body.error?.details[0]?.pointer]).toEqual([400, `/query/${query.split('=')[0]}`]);
    },
  );

  test('MUST silence what fires, a rule, or a subject, and lift that again', async () => {
    const { call } = await withAlerts();
    const [alert] = (await call('GET', `${path}/history`)).body.data?.items ?? [];
    const byAlert = await call('POST', `${path}/${String(alert?.['id'])}/silence`, {
      body: { until: soon, reason: '金智维护窗口' },
    });
    expect([byAlert.status, byAlert.body.data]).toMatchObject([
      201,
      { rule: 'job-failed', subject: 'job/repush', until: '2026-11-21T04:00:00.000Z', by: 'admin' },
    ]);
    const byRule = await call('POST', `${path}/rules/parked/silence`, { body: { until: soon, reason: 'known' } });
    expect([byRule.status, byRule.body.data]).toMatchObject([201, { rule: 'parked', subject: null }]);
    const all = await call('POST', `${path}/silences`, { body: { until: soon, reason: 'known', subject: 'push/x' } });
    expect([all.status, all.body.data]).toMatchObject([201, { rule: null, subject: 'push/x' }]);
    expect((await call('GET', `${path}/silences`)).body.data?.items).toHaveLength(3);
    expect((await call('GET', path)).body.data?.items?.map(({ silence }) => silence !== null)).toEqual([true, true]);
    const lift = () => call('DELETE', `${path}/silences/${String(byRule.body.data?.['id'])}`);
    await runTwice(lift).expect(statuses(200, 404));
  });

  test.each([
    ['no time', { until: undefined }, '/until'],
    ['a time that is none', { until: 'soon' }, '/until'],
    ['a time in the past', { until: '2020-01-01T00:00:00Z' }, '/until'],
    ['a time in a hundred years', { until: '2126-01-01T00:00:00Z' }, '/until'],
    ['no reason', { reason: '' }, '/reason'],
    ['a blank reason', { reason: '  ' }, '/reason'],
  ])('MUST name the field of a silence with %s', async (_case, fields, pointer) => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', `${path}/silences`, { body: { until: soon, reason: 'x', ...fields } });
    expect([status, body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });

  test('MUST know what is not there', async () => {
    const { call } = await createApiUnderTest();
    const body = { until: soon, reason: 'x' };
    expect((await call('POST', `${path}/none/silence`, { body })).status).toBe(404);
    expect((await call('POST', `${path}/rules/none/silence`, { body })).status).toBe(404);
    expect((await call('POST', `${path}/silences`, { body: { ...body, rule: 'none' } })).status).toBe(404);
  });

  test('MUST keep to the scopes', async () => {
    const { call, keyWith } = await createApiUnderTest();
    const reader = await keyWith(['alerts:read']);
    expect((await call('GET', path, { key: reader })).status).toBe(200);
    expect((await call('DELETE', `${path}/rules/parked`, { key: reader })).status).toBe(403);
    expect((await call('GET', path, { key: await keyWith(['lanes:read']) })).status).toBe(403);
  });
});
