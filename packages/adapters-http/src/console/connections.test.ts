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

describe('pushing again', () => {
  it('MUST count nothing before it is asked, and change nothing by counting', async () => {
    const bed = await signedIn();
    expect(await page(bed, '/repush')).not.toContain('id="counted"');
    const body = await page(bed, '/repush?mode=behind&from=2026-11-01T08:00&platform=weaver-ofs&perSecond=20');
    expect(body).toContain('data-objects="208"');
    expect(body).toContain('确认重推 208 个对象');
    expect(body).toContain('name="from" value="2026-11-01T08:00"');
    expect(bed.calls).toEqual([]);
  });

  it('MUST begin what was counted as a job in the visitor’s name, times read in the tenant’s zone, and lead there', async () => {
    const bed = await signedIn();
    const form = {
      mode: 'all',
      from: '2026-11-01T08:00',
      instanceStatus: 'running',
      perSecond: '20',
      assignee: 'T001',
    };
    const answered = await bed.post('/repush', form);
    expect(answered.status).toBe(303);
    expect(answered.headers.get('location')).toBe('/jobs/repush-1?notice=repush-started');
    expect(bed.calls).toEqual([
      [
        'repush',
        {
          filter: {
            createdFrom: Date.UTC(2026, 10, 1),
            createdTo: null,
            instanceStatus: 'running',
            state: null,
            platform: null,
            sync: null,
            processId: null,
            instanceId: null,
            assigneeId: 'T001',
            taskId: null,
            category: null,
            urgency: null,
            text: null,
          },
          mode: 'all',
          perSecond: 20,
        },
        'first key',
      ],
    ]);
  });

  it.each([
    ['from', 'yesterday'],
    ['to', '2026-13-01T00:00'],
    ['perSecond', '0'],
    ['perSecond', '501'],
    ['sync', 'constructor'],
    ['mode', '__proto__'],
    ['process', 'x'.repeat(129)],
  ])('MUST point at the field %s when it says %s, and begin nothing', async (name, value) => {
    const bed = await signedIn();
    const query = new URLSearchParams({ mode: 'behind', [name]: value }).toString();
    for (const answered of [
      await bed.get(`/repush?${query}`),
      await bed.post('/repush', { mode: 'behind', [name]: value }),
    ]) {
      expect(answered.status).toBe(422);
      expect(await htmlOf(answered)).toContain(`id="field-${name}-error"`);
    }
    expect(bed.calls).toEqual([]);
  });

  it('MUST say that nothing has to be pushed, that a platform is gone, and that a count is not whole', async () => {
    const bed = await signedIn();
    const none = await page(bed, '/repush?mode=behind&process=none');
    expect(none).toContain('没有需要重推的');
    expect(none).not.toContain('确认重推');
    expect(await page(bed, '/repush?mode=all&process=many')).toContain('至少 230');
    const gone = await bed.post('/repush', { mode: 'behind', platform: 'gone' });
    expect(gone.status).toBe(422);
    expect(await htmlOf(gone)).toContain('id="field-platform-error"');
  });

  it('MUST let whoever may only look count, and no more', async () => {
    const bed = await signedIn(readerKey);
    expect(await page(bed, '/repush?mode=behind')).not.toContain('确认重推');
    expect((await bed.post('/repush', { mode: 'behind' })).status).toBe(403);
    expect(
      (await (await signedIn()).post('/repush', { mode: 'behind' }, { 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403);
  });
});

const newSource = {
  kind: 'fake',
  code: 'oa',
  name: '<script>alert(1)</script>',
  'secrets.url': 'postgres://reader:geheim@db/oa',
  'poll.on': 'on',
  'poll.every': '30',
  'poll.overlap': '60',
  'poll.batch': '100',
  'sweep.on': 'on',
  'sweep.every': '60',
  'sweep.missing': 'aborted',
  'sweep.batch': '500',
  processIds: 'leave\r\n\r\ntravel',
};

const withSource = async (): Promise<ConsoleBed> => {
  const bed = await signedIn();
  expect((await bed.post('/new-source', newSource)).headers.get('location')).toBe('/sources/oa?notice=source-created');
  return bed;
};

const stored = async ({ asked }: ConsoleBed) => (await asked.sources.show('default', 'oa'))._unsafeUnwrap();

describe('sources', () => {
  it('MUST say what to do while there is none', async () => {
    const body = await page(await signedIn(), '/sources');
    expect(body).toContain('还没有来源');
    expect(body).toContain('href="/new-source"');
  });

  it('MUST create one of what the form says, and show its secrets to nobody', async () => {
    const bed = await withSource();
    expect(await stored(bed)).toMatchObject({
      code: 'oa',
      enabled: true,
      poll: { everyMs: 30_000, overlapMs: 60_000, batch: 100 },
      sweep: { everyMs: 3_600_000, missing: 'aborted', batch: 500 },
      processIds: ['leave', 'travel'],
      secretNames: ['url'],
    });
    for (const path of ['/sources', '/sources/oa']) {
      const body = await page(bed, path);
      expect(body).not.toContain('geheim');
      expect(body).not.toContain('<script>alert');
      expect(body).toContain('&lt;script&gt;alert');
    }
  });

  it.each([
    [{ code: 'OA!' }, 'code'],
    [{ name: '' }, 'name'],
    [{ 'poll.every': '0' }, 'poll-every'],
    [{ 'poll.every': 'soon' }, 'poll-every'],
    [{ 'poll.overlap': '-1' }, 'poll-overlap'],
    [{ 'sweep.batch': '5' }, 'sweep-batch'],
    [{ 'poll.on': '', 'sweep.on': '' }, 'poll-every'],
    [{ processIds: 'x'.repeat(129) }, 'processIds'],
  ])('MUST point at the field when it is told %j, keep what was typed, and create nothing', async (change, name) => {
    const bed = await signedIn();
    const answered = await bed.post('/new-source', { ...newSource, ...change });
    expect(answered.status).toBe(422);
    const body = await htmlOf(answered);
    expect(body).toContain(`id="field-${name}-error"`);
    expect(body).toContain('processIds' in change ? 'x'.repeat(129) : 'travel');
    expect((await bed.asked.sources.list('default'))._unsafeUnwrap()).toEqual([]);
  });

  it('MUST show what trying gives: rows, what is wrong by column, and the first task', async () => {
    const bed = await withSource();
    const task = {
      processId: 'leave',
      subject: '<b>请假</b>',
      status: 'initialized',
      changedAt: 1_000,
      createdAt: 1_000,
    } as const;
    bed.asked.engine.put({ ...task, taskId: 'T-1', assignees: ['T001'] });
    bed.asked.engine.put({ ...task, taskId: 'T-2', assignees: ['x'.repeat(500)] });
    const body = await htmlOf(await bed.post('/sources/oa/test', {}));
    expect(body).toMatch(/data-question="changes" data-rows="2"/);
    expect(body).toMatch(/data-question="open" data-rows="2"/);
    expect(body).toContain('读不懂的行');
    expect(body).toContain('<code>T-2</code>');
    expect(body).toContain('&lt;b&gt;请假&lt;/b&gt;');
    expect(body).not.toContain('<b>请假');
    expect(body).toContain('1970-01-01T00:00:01.000Z');
  });

  it('MUST say why an engine does not answer', async () => {
    const bed = await withSource();
    bed.asked.engine.fault = () => 'SOURCE_REFUSED';
    expect(await htmlOf(await bed.post('/sources/oa/test', {}))).toContain('SOURCE_REFUSED: as told');
  });

  it('MUST change, switch, sweep and remove one, and refuse a change made to an older revision', async () => {
    const bed = await withSource();
    const { kind: _kind, code: _code, ...form } = newSource;
    const saved = await bed.post('/sources/oa', {
      ...form,
      name: 'OA',
      'secrets.url': '',
      'sweep.on': '',
      revision: '1',
    });
    expect(saved.headers.get('location')).toBe('/sources/oa?notice=source-saved');
    expect(await stored(bed)).toMatchObject({ name: 'OA', sweep: null, secretNames: ['url'] });
    const late = await bed.post('/sources/oa', { ...form, name: 'late', revision: '1' });
    expect(late.status).toBe(422);
    expect((await stored(bed)).name).toBe('OA');
    const taken = await bed.post('/new-source', newSource);
    expect([taken.status, (await htmlOf(taken)).includes('id="field-code-error"')]).toEqual([422, true]);
    expect((await bed.post('/sources/oa/sweep', {})).status).toBe(409);
    await bed.post('/sources/oa', { ...form, revision: '2' });
    expect((await bed.post('/sources/oa/sweep', {})).headers.get('location')).toMatch(
      /^\/jobs\/.+notice=sweep-started$/,
    );
    await bed.post('/sources/oa/disable', {});
    expect((await stored(bed)).enabled).toBe(false);
    await bed.post('/sources/oa/enable', {});
    expect((await stored(bed)).enabled).toBe(true);
    expect((await bed.post('/sources/oa/remove', {})).headers.get('location')).toBe('/sources?notice=source-removed');
    await page(bed, '/sources/oa', 404);
  });

  it('MUST show how asking goes, with what the job said last', async () => {
    const bed = await withSource();
    const { id } = await bed.world.begin({ kind: 'poll', subject: 'oa' });
    await bed.world.write(id, { done: 3 }, [
      { level: 'info', text: 'an older line' },
      { level: 'warning', text: '<i>the engine</i> is slow' },
    ]);
    for (const path of ['/sources', '/sources/oa']) {
      const body = await page(bed, path);
      expect(body).toContain(`href="/jobs/${id}"`);
      expect(body).toContain('&lt;i&gt;the engine&lt;/i&gt; is slow');
      expect(body).not.toContain('an older line');
    }
    await bed.world.write(id, { done: 4 }, [{ level: 'info', text: 'waits' }]);
    expect(await page(bed, '/sources/oa')).toMatch(/waits<.*is slow</);
  });

  it('MUST show whoever may only look no way to change anything', async () => {
    const bed = await withSource();
    await bed.as(readerKey);
    const body = await page(bed, '/sources/oa');
    expect(body).not.toContain('action="/sources/oa/disable"');
    for (const path of ['/new-source', '/sources/oa', '/sources/oa/test', '/sources/oa/remove'])
      expect((await bed.post(path, newSource)).status).toBe(403);
  });
});

const upload = async (
  bed: ConsoleBed,
  fields: Readonly<Record<string, string | Blob>>,
  headers: Readonly<Record<string, string>> = {},
) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  const body = await encoded.arrayBuffer();
  return bed.send(
    new Request('http://localhost/people/upload', { method: 'POST', body, headers: { 'content-type': type } }),
    headers,
  );
};

describe('people', () => {
  it('MUST list who is who by space, with ways to search, download, change and remove', async () => {
    const body = await page(await signedIn(), '/people?space=corp&q=T0');
    expect(body).toContain('<code>ou-1</code>');
    expect(body).toContain('href="/people.csv?space=corp"');
    expect(body).toContain('href="/platforms/dingtalk"');
    expect(body).toMatch(/name="q"[^>]* value="T0"/);
  });

  it('MUST take a table of either encoding, and tell what was left out by its line', async () => {
    const bed = await signedIn();
    const utf8 = await upload(bed, { space: 'corp', file: new Blob(['工号,平台编号\nT001,ou-1\n']) });
    const body = await htmlOf(utf8);
    expect([utf8.status, body.includes('data-rejected="1"'), body.includes('remoteId is empty')]).toEqual([
      200,
      true,
      true,
    ]);
    const header = Uint8Array.from([
      0xb9, 0xa4, 0xba, 0xc5, 0x2c, 0xc6, 0xbd, 0xcc, 0xa8, 0xb1, 0xe0, 0xba, 0xc5, 0x0a,
    ]);
    await upload(bed, { space: 'corp', dryRun: 'true', file: new Blob([header]) });
    expect(bed.calls).toEqual([
      ['people-upload', 'corp', '工号,平台编号\nT001,ou-1\n', false],
      ['people-upload', 'corp', '工号,平台编号\n', true],
    ]);
  });

  it('MUST refuse what is no table, too large, of another site, or for no space, and say so at the field', async () => {
    const bed = await signedIn();
    const file = new Blob(['personId,remoteId\n']);
    for (const [fields, name] of [
      [{ space: 'corp' }, 'file'],
      [{ space: 'corp', file: 'a text' }, 'file'],
      [{ space: 'corp', file: new Blob([Uint8Array.from([0xff, 0xff, 0xff])]) }, 'file'],
      [{ space: 'corp', file: new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]) }, 'file'],
      [{ space: 'corp', file: new Blob([new Uint8Array(11 * 1024 * 1024)]) }, 'file'],
      [{ space: 'A B', file }, 'upload-space'],
    ] as const) {
      const answered = await upload(bed, fields);
      expect(answered.status).toBe(422);
      expect(await htmlOf(answered)).toContain(`id="field-${name}-error"`);
    }
    expect((await upload(bed, { space: 'corp', file }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await bed.post('/people/upload', { space: 'corp' })).status).toBe(422);
    expect(bed.calls).toEqual([]);
  });

  it('MUST add and remove one, and point at what is wrong', async () => {
    const bed = await signedIn();
    const put = await bed.post('/people/put', { space: 'corp', personId: 'T001', remoteId: 'ou-1' });
    expect(put.headers.get('location')).toBe('/people?space=corp&q=T001&notice=people-saved');
    const wrong = await bed.post('/people/put', { space: 'corp', personId: '"><script>', remoteId: '' });
    expect(wrong.status).toBe(422);
    const body = await htmlOf(wrong);
    expect(body).toContain('id="field-remoteId-error"');
    expect(body).not.toContain('"><script>');
    await bed.post('/people/remove', { space: 'corp', personId: 'T001' });
    expect(bed.calls.map(([name]) => name)).toEqual(['people-put', 'people-put', 'people-remove']);
  });

  it('MUST give the table back as it can be uploaded again', async () => {
    const answered = await (await signedIn()).get('/people.csv?space=corp');
    expect(answered.headers.get('content-disposition')).toBe('attachment; filename="person-mappings-corp.csv"');
    expect(await answered.text()).toBe('personId,remoteId\r\nT001,ou-1\r\n');
    expect((await (await signedIn()).get('/people.csv?space=..%2F')).status).toBe(404);
  });

  it('MUST show whoever may only look no way to change anything', async () => {
    const bed = await signedIn(readerKey);
    expect(await page(bed, '/people')).not.toContain('action="/people/');
    expect((await bed.post('/people/put', { space: 'corp' })).status).toBe(403);
    expect((await upload(bed, { space: 'corp' })).status).toBe(403);
  });
});
