import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RepushRequest } from '@portico/core/task-center';
import { createApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.ts';

describe('Pushing again over HTTP', () => {
  let api: ApiUnderTest;
  let asked: Partial<RepushRequest>[];
  const send = (method: string, to: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
    api.call(method, to, { ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) });
  beforeEach(async () => {
    asked = [];
    api = await createApiUnderTest({
      taskCenter: {
        previewRepush: (_tenant, request) => {
          asked.push(request);
          const marks = [{ platform: 'jinzhi', sync: 'refused' as const, count: 3 }];
          return okAsync({ found: { todos: 3, more: false, marks }, objects: 3 });
        },
      },
    });
  });

  test('MUST count first: everything that is behind unless it is told otherwise', async () => {
    const { status, body } = await send('POST', '/api/v1/task-center/repush/preview');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { todos: 3, more: false, objects: 3, marks: [{ platform: 'jinzhi', sync: 'refused', count: 3 }] },
    });
    expect(asked).toEqual([
      {
        mode: 'behind',
        filter: {
          state: null,
          assigneeId: null,
          taskId: null,
          instanceId: null,
          processId: null,
          instanceStatus: null,
          category: null,
          urgency: null,
          text: null,
          createdFrom: null,
          createdTo: null,
          sync: null,
          platform: null,
        },
      },
    ]);
  });

  test('MUST read the filter as its fields say, times in the zone of the tenant', async () => {
    const filter = {
      from: '2026-11-01T00:00:00',
      to: '2026-11-02T00:00:00Z',
      instanceStatus: 'running',
      process: 'leave',
      assignee: 'T001',
    };
    await send('POST', '/api/v1/task-center/repush/preview', { filter, mode: 'all' });
    expect(asked[0]).toMatchObject({
      mode: 'all',
      filter: {
        createdFrom: Date.UTC(2026, 9, 31, 16),
        createdTo: Date.UTC(2026, 10, 2),
        instanceStatus: 'running',
        processId: 'leave',
        assigneeId: 'T001',
      },
    });
  });

  test('MUST begin a job, and say where it is', async () => {
    const { status, body, headers } = await send('POST', '/api/v1/task-center/repush', { perSecond: 10 });
    expect(status).toBe(202);
    expect(body).toMatchObject({ data: { id: 'job-1', kind: 'repush', state: 'running' } });
    expect(headers.get('location')).toBe('/api/v1/jobs/job-1');
  });

  test.each([
    [{ perSecond: 0 }, '/perSecond'],
    [{ perSecond: 501 }, '/perSecond'],
    [{ mode: 'some' }, '/mode'],
    [{ filter: { from: 'yesterday' } }, '/filter/from'],
    [{ filter: { platform: 'A B' } }, '/filter/platform'],
    [{ filter: { unknown: 1 } }, '/filter'],
  ])('MUST refuse %j at %s', async (body, pointer) => {
    const answer = await send('POST', '/api/v1/task-center/repush', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(pointer);
  });
});
