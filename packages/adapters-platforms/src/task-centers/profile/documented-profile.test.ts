import { readFileSync } from 'node:fs';
import type { PlatformConnection } from '@portico/core/task-center';
import { expect, test } from 'vitest';
import { contentOf, createMemoryTokens } from '../platform-bed.fixture.ts';
import { taskCenterKinds } from '../task-center-kinds.ts';

test('The profile of the reference page MUST open, and build what it says', () => {
  const page = readFileSync(new URL('../../../../../docs/reference/profiles.md', import.meta.url), 'utf8');
  const profile: unknown = JSON.parse(/^```json\n(.*?)^```$/msu.exec(page)?.[1] ?? '');
  const kind = taskCenterKinds().find((each) => each.kind === 'profile');
  const connection: PlatformConnection = {
    tenant: 'default',
    code: 'school',
    baseUrl: 'https://todo.example.edu',
    settings: { app: 'oa' },
    secrets: { token: 's3cret' },
    profile,
    timezone: 'Asia/Shanghai',
    tokens: createMemoryTokens(),
  };
  const platform = kind?.open(connection)._unsafeUnwrap();
  const content = contentOf('assignee', undefined, 'running');
  const call = {
    operation: 'create',
    key: 'k1',
    ref: content.ref,
    content,
    version: 1,
    remoteId: null,
    parentRemoteId: null,
    people: new Map(),
    first: false,
  } as const;
  expect(platform?.buildPushData(call)._unsafeUnwrap()).toMatchObject({
    method: 'POST',
    path: '/api/todos/save',
    body: {
      app: 'oa',
      id: 'k1',
      user: 'T001',
      title: '张三的请假申请',
      level: 3,
      done: false,
      time: '2026-11-21 08:00:00',
    },
  });
});
