import { describe, expect, test } from 'vitest';
import { createApiUnderTest, worldStart } from '../testing/api-under-test.ts';
import { runTwice, statuses } from '../testing/run-twice.ts';
import { sampleEventBody, sampleTaskBody } from '../testing/sample-bodies.ts';

const path = '/api/v1/task-center/events';

describe('POST /task-center/events', () => {
  test('MUST take one event and report it', async () => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', path, { body: sampleEventBody() });
    expect(status).toBe(202);
    expect(body).toMatchObject({ success: true, data: { accepted: 1, duplicates: 0, ignored: [] } });
    expect(body['timestamp']).toBe(new Date(worldStart).toISOString());
    const task = await call('GET', '/api/v1/task-center/tasks/T-1');
    expect(task.body.data).toMatchObject({
      instance: { id: 'S-1' },
      task: { status: 'initialized', createdAt: '2026-11-21T00:00:00.000Z' },
    });
  });

  test('MUST be repeatable', async () => {
    const { call } = await createApiUnderTest();
    await runTwice(() => call('POST', path, { body: sampleEventBody() })).expect(statuses(202, 202));
    const again = await call('POST', path, { body: sampleEventBody() });
    expect(again.body.data).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  test('MUST let a bad event of a batch sink no other', async () => {
    const { call } = await createApiUnderTest();
    const events = [
      { eventId: 'evt-0', action: 'explode' },
      sampleEventBody(),
      7,
      sampleEventBody({ eventId: 'evt-2', occurredAt: '2026-11-21T09:00:00+08:00' }),
    ];
    const { status, body } = await call('POST', path, { body: { events } });
    expect(status).toBe(202);
    expect(body.data).toMatchObject({
      accepted: 1,
      ignored: [
        { index: 0, eventId: 'evt-0', code: 'EVENT_INVALID', pointer: '/action' },
        { index: 2, eventId: null, code: 'EVENT_INVALID' },
        { index: 3, eventId: 'evt-2', code: 'EVENT_IN_FUTURE', pointer: '/occurredAt' },
      ],
    });
  });

  test('MUST read a timestamp without offset in the zone of the tenant', async () => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: sampleEventBody({ task: sampleTaskBody({ createdAt: '2026-11-21T08:00:00' }) }) });
    const task = await call('GET', '/api/v1/task-center/tasks/T-1');
    expect(task.body.data).toMatchObject({ task: { createdAt: '2026-11-21T00:00:00.000Z' } });
  });

  test('MUST take 1,000 events and name the limit at 1,001', async () => {
    const { call } = await createApiUnderTest();
    const many = (count: number): unknown => ({
      events: Array.from({ length: count }, (_, index) =>
        sampleEventBody({
          eventId: `evt-${index}`,
          instance: { ...(sampleEventBody()['instance'] as object), id: `S-${index}` },
          task: sampleTaskBody({ id: `T-${index}` }),
        }),
      ),
    });
    expect((await call('POST', path, { body: many(1000) })).body.data).toMatchObject({ accepted: 1000 });
    const { status, body } = await call('POST', path, { body: many(1001) });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'BATCH_TOO_LARGE', details: [{ pointer: '/events' }] });
    expect(body.detail).toContain('1000');
    expect(body.detail).toContain('1001');
  });

  test('MUST answer an event that is merely too old as ignored', async () => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', path, {
      body: sampleEventBody({ occurredAt: '2026-01-01T08:00:00+08:00' }),
    });
    expect(status).toBe(202);
    expect(body.data).toMatchObject({ accepted: 0, ignored: [{ code: 'EVENT_TOO_OLD' }] });
  });

  test.each([
    ['an unknown action', { action: 'explode' }, 'EVENT_INVALID', '/action'],
    ['a missing field', { occurredAt: undefined }, 'EVENT_INVALID', '/occurredAt'],
    ['an over-long field', { eventId: 'e'.repeat(129) }, 'EVENT_INVALID', '/eventId'],
    ['a wrong type', { instance: 'S-1' }, 'EVENT_INVALID', '/instance'],
    ['a task without assignees', { task: sampleTaskBody({ assignees: [] }) }, 'EVENT_INVALID', '/task/assignees'],
    ['a null character', { eventId: 'evt\u0000' }, 'EVENT_INVALID', '/eventId'],
    ['a lone surrogate', { task: sampleTaskBody({ subject: '\ud800' }) }, 'EVENT_INVALID', '/task/subject'],
    ['a time far ahead', { occurredAt: '2026-11-21T08:30:00+08:00' }, 'EVENT_IN_FUTURE', '/occurredAt'],
  ])('MUST answer %s alone with 400 and the field', async (_case, fields, code, pointer) => {
    const { call } = await createApiUnderTest();
    const { status, body } = await call('POST', path, { body: sampleEventBody(fields) });
    expect(status).toBe(400);
    expect(body.error?.code).toBe(code);
    expect(body.error?.details.map((detail) => detail.pointer)).toContain(pointer);
    expect(body.detail).toContain(pointer);
  });

  test('MUST refuse an eventId that comes again with another body', async () => {
    const { call } = await createApiUnderTest();
    await call('POST', path, { body: sampleEventBody() });
    const { status, body } = await call('POST', path, {
      body: sampleEventBody({ task: sampleTaskBody({ subject: '另一件事' }) }),
    });
    expect([status, body.error?.code, body.error?.details[0]?.pointer]).toEqual([400, 'EVENT_ID_REUSED', '/eventId']);
  });

  test.each([
    ['null', null, ''],
    ['a list', [sampleEventBody()], ''],
    ['events that are no list', { events: {} }, '/events'],
  ])('MUST refuse %s', async (_case, body, pointer) => {
    const { call } = await createApiUnderTest();
    const answer = await call('POST', path, { body: JSON.stringify(body) });
    expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('desired state', () => {
  const told = (fields: Readonly<Record<string, unknown>> = {}): unknown => ({
    instance: sampleEventBody()['instance'],
    task: sampleTaskBody({ id: undefined }),
    ...fields,
  });

  test('MUST take a task as told, again and again', async () => {
    const { call } = await createApiUnderTest();
    await runTwice(() => call('PUT', '/api/v1/task-center/tasks/T-9', { body: told() })).expect(statuses(200, 200));
    expect((await call('GET', '/api/v1/task-center/tasks/T-9')).status).toBe(200);
  });

  test('MUST refuse a body about another task', async () => {
    const { call } = await createApiUnderTest();
    const answer = await call('PUT', '/api/v1/task-center/tasks/T-9', { body: told({ task: sampleTaskBody() }) });
    expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, '/task/id']);
  });

  test('MUST close what a snapshot lacks, beyond a share only after confirmation', async () => {
    const { call } = await createApiUnderTest();
    const events = Array.from({ length: 20 }, (_, index) =>
      sampleEventBody({ eventId: `evt-${index}`, task: sampleTaskBody({ id: `T-${index}` }) }),
    );
    await call('POST', path, { body: { events } });
    const snapshot = { occurredAt: '2026-11-21T08:00:20+08:00', scope: { processId: 'leave' }, tasks: [] };
    const asked = await call('POST', '/api/v1/task-center/snapshots', { body: snapshot });
    expect([asked.status, asked.body.error?.code]).toEqual([409, 'SNAPSHOT_NEEDS_CONFIRMATION']);
    const { confirm } = asked.body['confirmation'] as { confirm: string };
    const confirmed = await call('POST', '/api/v1/task-center/snapshots', { body: { ...snapshot, confirm } });
    expect(confirmed.body.data).toMatchObject({ closed: 20 });
  });

  test.each([
    ['2026-11-21T09:00:00+08:00', 'EVENT_IN_FUTURE'],
    ['2020-01-01T00:00:00Z', 'EVENT_TOO_OLD'],
  ])('MUST NOT answer a snapshot of %s as if it had been taken in', async (occurredAt, code) => {
    const { call } = await createApiUnderTest();
    const body = { occurredAt, scope: { processId: 'leave' }, tasks: [] };
    const answer = await call('POST', '/api/v1/task-center/snapshots', { body });
    expect([answer.status, answer.body.error]).toMatchObject([400, { code, details: [{ pointer: '/occurredAt' }] }]);
  });

  test('MUST name the field of a snapshot at fault', async () => {
    const { call } = await createApiUnderTest();
    const answer = await call('POST', '/api/v1/task-center/snapshots', {
      body: { occurredAt: 'yesterday', scope: { processId: 'leave' }, tasks: [] },
    });
    expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, '/occurredAt']);
  });
});
