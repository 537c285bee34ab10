import { beforeEach, describe, expect, test } from 'vitest';
import { createApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.ts';
import { createSourcesUnderTest, type SourcesUnderTest } from '../testing/sources-under-test.ts';

const path = '/api/v1/sources';

describe('Sources over HTTP', () => {
  let api: ApiUnderTest;
  let world: SourcesUnderTest;
  const send = (method: string, to: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
    api.call(method, to, { ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) });
  beforeEach(async () => {
    api = await createApiUnderTest({
      sources: (clock, ids) => {
        world = createSourcesUnderTest(clock, ids);
        return world.sources;
      },
    });
  });
  const create = (fields: Readonly<Record<string, unknown>> = {}) =>
    send('POST', path, {
      code: 'oa',
      kind: 'fake',
      name: '办公系统',
      poll: {},
      secrets: { url: 'hidden' },
      ...fields,
    });

  test('MUST make, show, list, change and remove a source, and never show a secret', async () => {
    const made = await create();
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.body).toMatchObject({
      data: {
        code: 'oa',
        poll: { everyMs: 10_000, overlapMs: 60_000, batch: 500 },
        sweep: null,
        secrets: { url: { set: true } },
      },
    });
    expect(JSON.stringify(made.body)).not.toContain('hidden');
    expect((await create()).status).toBe(409);
    const changed = await send('PATCH', `${path}/oa`, { sweep: { missing: 'aborted' }, processIds: ['leave'] });
    expect(changed.body).toMatchObject({
      data: { revision: 2, sweep: { everyMs: 86_400_000, missing: 'aborted', batch: 500 }, processIds: ['leave'] },
    });
    const late = await send('PATCH', `${path}/oa`, { enabled: false }, { 'if-match': '"1"' });
    expect(late.status).toBe(412);
    expect((await send('GET', path)).body).toMatchObject({ data: { items: [{ code: 'oa', revision: 2 }] } });
    expect((await send('DELETE', `${path}/oa`)).status).toBe(200);
    expect((await send('GET', `${path}/oa`)).status).toBe(404);
    expect((await send('DELETE', `${path}/oa`)).status).toBe(404);
  });

  test('MUST try the questions, and name what cannot be read', async () => {
    await create({ sweep: {} });
    const at = Date.now();
    const task = {
      processId: 'leave',
      assignees: ['T001'],
      status: 'initialized',
      createdAt: at,
      changedAt: at,
    } as const;
    world.engine.put({ ...task, taskId: 'good', subject: '张三的请假申请' });
    world.engine.put({ ...task, taskId: 'bad', subject: '' });
    const { status, body } = await send('POST', `${path}/oa/test`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: {
        changes: { rows: 2, tasks: 1, bad: [{ taskId: 'bad' }], trouble: null, sample: { task: { id: 'good' } } },
        open: { rows: 2, tasks: 1 },
      },
    });
    world.engine.fault = () => 'SOURCE_REFUSED';
    const troubled = await send('POST', `${path}/oa/test`);
    expect(troubled.body).toMatchObject({ data: { changes: { trouble: 'SOURCE_REFUSED: as told' } } });
  });

  test('MUST begin one sweep at a time', async () => {
    await create({ sweep: {} });
    expect((await send('POST', `${path}/oa/sweep`)).body).toMatchObject({
      data: { kind: 'engine-sweep', subject: 'oa' },
    });
    expect((await send('POST', `${path}/oa/sweep`)).status).toBe(409);
    expect((await send('POST', `${path}/none/sweep`)).status).toBe(404);
  });

  test.each([
    [{ poll: null }, '/poll'],
    [{ poll: { everyMs: 10 } }, '/poll/everyMs'],
    [{ poll: { batch: 5 } }, '/poll/batch'],
    [{ code: 'A B' }, '/code'],
    [{ kind: 'none' }, '/kind'],
    [{ processIds: [] }, '/processIds'],
    [{ name: '' }, '/name'],
  ])('MUST refuse %j at %s', async (fields, pointer) => {
    const answer = await create(fields);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(pointer);
  });
});
