import { expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';

const path = '/api/v1/task-center/platforms/jinzhi/try-out';

test('MUST show what would be sent, and what an answer would be taken for', async () => {
  const { call } = await createApiUnderTest();
  const shown = await call('POST', path);
  expect([shown.status, shown.body.data?.['outcome']]).toEqual([200, null]);
  const judged = await call('POST', path, {
    body: {
      operation: 'complete',
      todo: 'T-1:T001',
      answer: { status: 200, headers: { 'Content-Type': 'x' }, body: 'ok' },
    },
  });
  expect(judged.body.data).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent' });
});

test('MUST say where a profile is wrong', async () => {
  const { call } = await createApiUnderTest();
  const answer = await call('POST', path, { body: { profile: { wrong: true } } });
  expect([answer.status, answer.body.error?.code, answer.body.error?.details[0]?.pointer]).toEqual([
    400,
    'SETTINGS_INVALID',
    '/profile/name',
  ]);
});

test.each([
  [{ operation: 'push' }, '/operation'],
  [{ answer: { status: 99, body: '' } }, '/answer/status'],
  [{ answer: { status: 200 } }, '/answer/body'],
  [{ todo: '' }, '/todo'],
])('MUST name what is wrong with %j', async (body, pointer) => {
  const { call } = await createApiUnderTest();
  const answer = await call('POST', path, { body });
  expect([answer.status, answer.body.error?.details[0]?.pointer]).toEqual([400, pointer]);
});

test('MUST ask for the scope that changing a platform needs', async () => {
  const { call, keyWith } = await createApiUnderTest();
  expect((await call('POST', path, { key: await keyWith(['platforms:read']) })).status).toBe(403);
  expect((await call('POST', path.replace('jinzhi', 'none'))).status).toBe(404);
});
