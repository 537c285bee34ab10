import { expect, test } from 'vitest';
import { createApiUnderTest } from '../testing/api-under-test.ts';
import { statuses, runTwice } from '../testing/run-twice.ts';

const failures = '/api/v1/task-center/failures';
const group = { platform: 'jinzhi', standing: 'refused', cause: '参数错误：subject：too long' };

test('MUST list failures by cause, and the objects of a group', async () => {
  const { call } = await createApiUnderTest();
  const listed = await call('GET', failures);
  expect(listed.status).toBe(200);
  expect(listed.body.data?.items?.map(({ platform, count }) => [platform, count])).toEqual([
    ['jinzhi', 1],
    ['gone', 1],
  ]);
  const objects = await call('GET', `${failures}/objects?${new URLSearchParams(group).toString()}&limit=10`);
  expect(objects.status).toBe(200);
  expect(objects.body.data?.items?.[0]).toMatchObject({
    todos: [{ id: 'T-1:T001' }],
    attempts: [{ outcome: 'refused' }],
  });
});

test('MUST count at a trial and change nothing, then decide', async () => {
  const { call } = await createApiUnderTest();
  const decide = (part: object) =>
    call('POST', `${failures}/decisions`, { body: { ...group, decision: 'push-now', ...part } });
  expect((await decide({ trial: true })).body.data).toMatchObject({ matched: 1, decided: 0 });
  await runTwice(() => decide({})).expect(statuses(200, 200));
  expect((await decide({ cause: '' })).body.data).toMatchObject({ matched: 0, decided: 0 });
});

test.each([
  [{ decision: 'restore' }, '/decision'],
  [{ standing: 'agreed' }, '/standing'],
  [{ platform: 'A B' }, '/platform'],
  [{ cause: 'x'.repeat(401) }, '/cause'],
  [{ trial: 'yes' }, '/trial'],
  [{ more: 1 }, '/more'],
])('MUST name what is wrong with a decision of %j', async (part, pointer) => {
  const { call } = await createApiUnderTest();
  const answer = await call('POST', `${failures}/decisions`, { body: { ...group, decision: 'push-now', ...part } });
  expect(answer.status).toBe(400);
  expect(answer.body.error?.details[0]?.pointer).toBe(pointer);
});

test('MUST say that a platform is not there', async () => {
  const { call } = await createApiUnderTest();
  const answer = await call('POST', `${failures}/decisions`, {
    body: { ...group, platform: 'other', decision: 'push-now' },
  });
  expect([answer.status, answer.body.error?.code]).toEqual([404, 'NOT_FOUND']);
});

test('MUST let those who may only look decide nothing', async () => {
  const { call, keyWith } = await createApiUnderTest();
  const key = await keyWith(['todos:read']);
  expect((await call('GET', failures, { key })).status).toBe(200);
  const answer = await call('POST', `${failures}/decisions`, { key, body: { ...group, decision: 'push-now' } });
  expect(answer.status).toBe(403);
});

test('MUST list what somebody should look at', async () => {
  const { call } = await createApiUnderTest();
  const answer = await call('GET', '/api/v1/attention');
  expect(answer.status).toBe(200);
  expect(answer.body.data?.items?.map(({ kind, needsPerson }) => [kind, needsPerson]).slice(0, 3)).toEqual([
    ['credentials', true],
    ['stuck', true],
    ['undecidable', true],
  ]);
});
