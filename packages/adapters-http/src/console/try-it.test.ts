import { describe, expect, it } from 'vitest';
import { curl } from './curl.ts';
import { prettyBody } from './pretty-body.ts';
import { followUps } from './sample-event.ts';
import { sampleValues } from './sample-form.ts';
import { adminKey, createConsoleBed, type ConsoleBed } from './testing/console-bed.ts';

const bedFor = async (): Promise<ConsoleBed> => {
  const bed = createConsoleBed();
  await bed.as(adminKey);
  return bed;
};

const values = (change: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(sampleValues('0192f0c1-aaaa-000000000001')),
  ...change,
});

describe('a sample event', () => {
  it('MUST come under new ids each time', async () => {
    const bed = await bedFor();
    const ids = await Promise.all(
      [1, 2].map(async () => /name="eventId"[^>]*value="([^"]+)"/.exec(await (await bed.get('/try')).text())?.[1]),
    );
    expect(ids[0]).toMatch(/^evt-/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('MUST be recorded as an engine would report it, and lead to its to-dos', async () => {
    const bed = await bedFor();
    const sent = await bed.post(
      '/try',
      values({ assignees: 'T001 李老师 计算机学院\nT009 周老师', completion: 'all' }),
    );
    const location = sent.headers.get('location') ?? '';
    expect(location).toMatch(/^\/try\?task=T-[\w]+&notice=event-sent$/);
    expect(bed.events[0]).toMatchObject({
      source: 'console',
      action: 'receive',
      instance: { status: 'running', initiator: { id: '20210001' } },
      task: {
        completion: 'all',
        assignees: [
          { id: 'T001', name: '李老师', department: '计算机学院' },
          { id: 'T009', name: '周老师', department: null },
        ],
      },
    });
    const body = await (await bed.get(location)).text();
    expect(body).toMatch(/href="\/todos\/T-\w+%3AT001"/);
    expect(body).toContain('&quot;action&quot;: &quot;complete&quot;');
  });

  it.each(followUps)('MUST be followed by %s', async (action) => {
    const bed = await bedFor();
    const given = values();
    await bed.post('/try', given);
    bed.clock.now += 1_000;
    const sent = await bed.post('/try/follow-up', { taskId: given['taskId'] ?? '', action });
    expect(sent.headers.get('location')).toContain('notice=event-sent');
    const [first, next] = bed.events;
    expect(next).toMatchObject({ action, instance: { id: given['instanceId'] } });
    expect(next?.eventId).not.toBe(first?.eventId);
    expect(next?.task === null).toBe(action === 'terminate');
    if (action === 'urge') expect(next?.task?.urgency).toBe('urgent');
    if (action === 'reassign')
      expect(next?.task?.assignees).toEqual([{ id: 'T002', name: '王老师', department: '计算机学院' }]);
    if (action === 'complete') expect(next).toMatchObject({ actor: { id: 'T001' }, result: '同意' });
  });

  it('MUST be refused field by field', async () => {
    const bed = await bedFor();
    const wrong = await bed.post(
      '/try',
      values({
        subject: ' ',
        assignees: 'onlyid',
        pcLink: 'javascript:alert(1)',
        urgency: 'constructor',
        taskId: 'x'.repeat(200),
      }),
    );
    expect(wrong.status).toBe(422);
    const body = await wrong.text();
    for (const field of ['subject', 'assignees', 'pcLink', 'urgency', 'taskId'])
      expect(body).toContain(`id="field-${field}-error"`);
    expect(bed.events).toEqual([]);
  });

  it('MUST say why it was left out', async () => {
    const answered = await (await bedFor()).post('/try', values({ eventId: 'reused' }));
    expect(answered.status).toBe(422);
    expect(await answered.text()).toContain('EVENT_ID_REUSED');
  });

  it('MUST refuse follow-ups that are none, or of no task', async () => {
    const bed = await bedFor();
    expect((await bed.post('/try/follow-up', { taskId: 'T-1', action: 'delete' })).status).toBe(400);
    expect((await bed.post('/try/follow-up', { taskId: 'T-404', action: 'urge' })).status).toBe(404);
  });
});

describe('curl', () => {
  it('MUST quote for the shell', () => {
    expect(
      curl({ publicUrl: 'http://localhost:3000' }, { method: 'POST', path: '/x', body: { name: "it's $HOME" } }),
    ).toBe(
      "curl -sS -X POST 'http://localhost:3000/x' \\\n  -H \"X-API-Key: $KEY\" \\\n  -H 'Content-Type: application/json' \\\n  -d '{\n  \"name\": \"it'\\''s $HOME\"\n}'",
    );
  });
});

describe('prettyBody', () => {
  it('MUST indent JSON, unfold forms and leave the rest', () => {
    expect(prettyBody('{"a":[1]}', {})).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(
      prettyBody('a=1&b=%7B%22c%22%3A2%7D', { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    ).toBe('a = 1\nb = {\n  "c": 2\n}');
    expect(prettyBody('{"cut', {})).toBe('{"cut');
    expect(prettyBody('<html>', {})).toBe('<html>');
  });

  it('MUST NOT blow up what nests deeply', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect(prettyBody(deep, {})).toBe(deep);
  });
});
