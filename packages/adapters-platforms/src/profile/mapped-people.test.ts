import type { Stores } from '@portico/core';
import {
  createMemoryDatabase,
  createMemoryPorts,
  createMemoryStores,
  createMemoryTransactor,
} from '@portico/core/memory';
import { createTaskCenter, type PlatformDraft, type PlatformKind } from '@portico/core/task-center';
import { createFakeClock } from '@portico/core/testing';
import { describe, expect, test } from 'vitest';
import { createProfileKind } from '../task-centers/profile/kind.ts';
import { callShape, rootsOf } from './call-roots.ts';
import { sampleCalls } from './sample-calls.ts';

const profile = {
  name: { 'zh-CN': '某平台', en: 'Some platform' },
  capabilities: {
    units: ['assignee'],
    identity: true,
    readBack: false,
    reopen: 'update',
    createsDone: true,
    people: 'mapped',
  },
  settings: [{ name: 'app', label: { 'zh-CN': '应用', en: 'App' }, type: 'string', required: true }],
  operations: {
    assignee: {
      create: {
        request: {
          path: '/todos/${urlEncode(handler.person.remoteId)}',
          body: {
            json: { app: '${settings.app}', by: '${instance.initiator.remoteId}', name: '${handler.person.name}' },
          },
        },
      },
      withdraw: { request: { path: '/todos/${urlEncode(handler.person.remoteId)}/gone' } },
    },
  },
  test: { request: { path: '/ping' } },
  answers: [{ when: 'status == 200', outcome: 'done' }],
};

const never = (): never => {
  throw new Error('nothing is sent here');
};

const kind: PlatformKind = createProfileKind({
  client: { send: never } as never,
  now: () => 0,
  monotonic: () => 0,
  random: () => 0,
});

const create = (draft: Partial<PlatformDraft>) => {
  const clock = createFakeClock(() => Promise.resolve());
  const transactor = createMemoryTransactor<Stores>(createMemoryDatabase(clock.now), createMemoryStores);
  const taskCenter = createTaskCenter({ ...createMemoryPorts(clock), transactor, clock, kinds: [kind] });
  return taskCenter.createPlatform('default', {
    code: 'some',
    kind: 'profile',
    baseUrl: 'https://todo.example.edu',
    profile,
    settings: { app: 'oa' },
    ...draft,
  });
};

describe('A profile with mapped people', () => {
  test('MUST have the setting of the space, and no platform a space that can be none', async () => {
    expect(kind.fieldsFor?.(profile)?.map(({ name }) => name)).toEqual(['app', 'personSpace']);
    const shown = await create({ settings: { app: 'oa', personSpace: 'corp' } });
    expect(shown._unsafeUnwrap().settings).toEqual({ app: 'oa', personSpace: 'corp' });
    const issuesOf = async (draft: Partial<PlatformDraft>) => {
      const failure = (await create(draft))._unsafeUnwrapErr();
      return failure.code === 'SETTINGS_INVALID' ? failure.issues.map(({ pointer }) => pointer) : failure.code;
    };
    expect(await issuesOf({ settings: { app: 'oa', personSpace: '某处' } })).toEqual(['/settings/personSpace']);
    expect(await issuesOf({ settings: {} })).toEqual(['/settings/app']);
    expect(await issuesOf({ settings: { app: 'oa', other: 1 } })).toEqual(['/settings/other']);
    // What is wrong with the profile comes before what its settings could be.
    expect(await issuesOf({ profile: { ...profile, operations: {}, more: 1 } })).toEqual(['/profile/more']);
  });

  test('MUST be given the ids of the mappings, and none where there is none', () => {
    const target = kind
      .open({
        tenant: 'default',
        code: 'some',
        baseUrl: 'https://todo.example.edu',
        settings: { app: 'oa' },
        secrets: {},
        profile,
        timezone: 'Asia/Shanghai',
        tokens: {} as never,
      })
      ._unsafeUnwrap();
    const [call] = sampleCalls('assignee', 'create');
    if (call === undefined) throw new Error('no sample');
    const dataOf = (people: ReadonlyMap<string, string>): string =>
      JSON.stringify(target.buildPushData({ ...call, people })._unsafeUnwrap());
    expect(dataOf(new Map([['20210001', 'ou/1']]))).toContain('ou%2F1');
    expect(dataOf(new Map([['20210001', 'ou/1']]))).toContain('"by":"ou/1"');
    expect(dataOf(new Map([['20210001', 'ou/2']]))).not.toContain('ou%2F1');
    expect(dataOf(new Map())).not.toContain('"by"');
    expect(Object.keys(callShape['handler'] as object)).toContain('person');
    const { handler } = rootsOf({ ...call, people: new Map([['20210001', 'ou-1']]) });
    expect(handler).toMatchObject({ person: { id: '20210001', remoteId: 'ou-1' } });
  });
});
