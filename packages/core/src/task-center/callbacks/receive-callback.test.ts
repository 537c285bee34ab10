import { err, errAsync, ok, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { Stores } from '../../application.ts';
import type { Telling } from '../../domain-events/tell.ts';
import { createMemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryPorts, createMemoryStores } from '../../memory/memory-ports.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { sampleEvent, sampleTime } from '../../testing/workflow/sample-events.ts';
import { createWorkflow } from '../../workflow/create-workflow.ts';
import { createTaskCenter } from '../create-task-center.ts';
import { definePlatformKind } from '../define-platform-kind.ts';
import type { CallbackReader, CallbackRequest, ReadDecision } from './callback.ts';

declare const setImmediate: (run: () => void) => void;
declare const TextEncoder: { new (): { encode(text: string): Uint8Array } };

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));
const decoder = new TextDecoder('utf-8', { fatal: true });

const decision: ReadDecision = {
  taskId: 'T-1',
  assigneeId: 'T001',
  action: 'approve',
  comment: '同意',
  at: 1_763_683_200_000,
  remote: { userId: 'ou-1', taskId: 'r-1', instanceId: null },
};

/** Believes whoever knows the secret, and takes the decision as it is written. */
const reader: CallbackReader = {
  read: ({ secrets }, { headers, body }, now) => {
    const said = JSON.parse(decoder.decode(body)) as { readonly key: string } & Partial<ReadDecision>;
    const { key, ...fields } = said;
    return headers['x-secret'] === secrets['secret']
      ? ok({ answer: { at: now }, decision: { ...decision, ...fields }, keys: [key], said: fields })
      : err({ code: 'CALLBACK_FORGED', pointer: '', message: 'no' });
  },
};

const secretField = {
  name: 'secret',
  label: { 'zh-CN': '', en: '' },
  help: null,
  type: 'secret',
  required: false,
  default: null,
  min: null,
  max: null,
  choices: null,
} as const;

const start = async (people: 'own' | 'mapped' = 'own') => {
  const clock = createFakeClock(rest, sampleTime + 60_000);
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<Stores>(database, createMemoryStores);
  const told: Telling[] = [];
  const telling = { fails: false };
  const kind = definePlatformKind({
    kind: 'desk',
    capabilities: { people },
    configFields: [secretField],
    callback: reader,
    push: async () => {},
  });
  const silent = definePlatformKind({ kind: 'silent', push: async () => {} });
  const ports = createMemoryPorts(clock);
  const taskCenter = createTaskCenter({
    ...ports,
    transactor,
    clock,
    kinds: [kind, silent],
    tell: (_stores, _tenant, tellings) => {
      if (telling.fails) return errAsync({ code: 'STORE_UNAVAILABLE', message: 'on purpose' });
      told.push(...tellings);
      return okAsync(undefined);
    },
  });
  const workflow = createWorkflow({ ...ports, transactor, listener: taskCenter.followWorkflow });
  for (const code of ['desk', 'silent'])
    (
      await taskCenter.createPlatform('default', {
        code,
        kind: code,
        baseUrl: 'https://desk.example.edu',
        ...(code === 'desk' ? { secrets: { secret: 's' } } : {}),
      })
    )._unsafeUnwrap();
  const request = (key: string, fields: Partial<ReadDecision> = {}, secret = 's'): CallbackRequest => ({
    headers: { 'x-secret': secret },
    query: {},
    body: new TextEncoder().encode(JSON.stringify({ key, ...fields })),
  });
  const { callbacks } = taskCenter;
  const list = async () =>
    (await callbacks.list('default', { platform: null, taskId: null, assigneeId: null }, null, 50))._unsafeUnwrap();
  return { taskCenter, workflow, callbacks, told, telling, request, list, clock };
};

describe('A callback', () => {
  test('MUST be stored, told once and answered each time', async () => {
    const { workflow, callbacks, told, request, list } = await start();
    (await workflow.recordEngineEvents('default', [sampleEvent('receive', 0)]))._unsafeUnwrap();
    const first = (await callbacks.receive('default', 'desk', request('k1')))._unsafeUnwrap();
    const second = (await callbacks.receive('default', 'desk', request('k1')))._unsafeUnwrap();
    expect([first.outcome, second.outcome]).toEqual(['taken', 'repeated']);
    expect(second.answer).toEqual(first.answer);
    const [kept, ...more] = (await list()).items;
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ taskId: 'T-1', assigneeId: 'T001', actorId: 'ou-1', instanceId: 'S-1', kind: 'desk' });
    expect(told).toEqual([
      {
        type: 'todo.decided',
        trace: null,
        data: {
          callbackId: kept?.id,
          platform: 'desk',
          kind: 'desk',
          taskId: 'T-1',
          assigneeId: 'T001',
          actorId: 'ou-1',
          instanceId: 'S-1',
          action: 'approve',
          comment: '同意',
          remote: { userId: 'ou-1', taskId: 'r-1', instanceId: null },
          at: new Date(decision.at).toISOString(),
        },
      },
    ]);
    expect((await callbacks.show('default', kept?.id ?? ''))._unsafeUnwrap()).toEqual(kept);
    expect((await callbacks.show('other', kept?.id ?? ''))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
  });

  test('MUST leave nothing behind when it cannot be told, and be taken when it comes again', async () => {
    const { callbacks, told, telling, request, list } = await start();
    telling.fails = true;
    expect((await callbacks.receive('default', 'desk', request('k1')))._unsafeUnwrapErr().code).toBe(
      'STORE_UNAVAILABLE',
    );
    expect((await list()).items).toEqual([]);
    telling.fails = false;
    expect((await callbacks.receive('default', 'desk', request('k1')))._unsafeUnwrap().outcome).toBe('taken');
    expect(told).toHaveLength(1);
  });

  test('MUST be taken once of many that come at the same time', async () => {
    const { callbacks, told, request } = await start();
    const all = await Promise.all(Array.from({ length: 8 }, () => callbacks.receive('default', 'desk', request('k1'))));
    expect(all.filter((one) => one._unsafeUnwrap().outcome === 'taken')).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  test('MUST be told of tasks that nobody knows here, too', async () => {
    const { callbacks, told, request } = await start();
    (await callbacks.receive('default', 'desk', request('k1', { taskId: 'T-404' })))._unsafeUnwrap();
    expect(told[0]?.data).toMatchObject({ taskId: 'T-404', instanceId: null });
  });

  test('MUST name the person that the platform’s id belongs to, unless it could be several', async () => {
    const { taskCenter, callbacks, told, request } = await start('mapped');
    const put = (...entries: readonly { personId: string; remoteId: string }[]) =>
      taskCenter.personMappings.put('default', 'desk', entries, 'api');
    (await put({ personId: 'T007', remoteId: 'ou-1' }))._unsafeUnwrap();
    await callbacks.receive('default', 'desk', request('k1', { assigneeId: null }));
    await callbacks.receive('default', 'desk', request('k2'));
    (await put({ personId: 'T008', remoteId: 'ou-1' }))._unsafeUnwrap();
    await callbacks.receive('default', 'desk', request('k3', { assigneeId: null }));
    expect(told.map(({ data }) => [data['assigneeId'], data['actorId']])).toEqual([
      ['T007', 'T007'],
      ['T001', 'T007'],
      [null, null],
    ]);
  });

  test('MUST be refused, and leave nothing, where nothing proves it', async () => {
    const { callbacks, told, request, list } = await start();
    const refused = await callbacks.receive('default', 'desk', request('k1', {}, 'guessed'));
    expect(refused._unsafeUnwrapErr().code).toBe('CALLBACK_FORGED');
    const large = { ...request('k1'), body: new TextEncoder().encode('x'.repeat(256 * 1024 + 1)) };
    expect((await callbacks.receive('default', 'desk', large))._unsafeUnwrapErr().code).toBe('CALLBACK_MALFORMED');
    expect([told, (await list()).items]).toEqual([[], []]);
  });

  test('MUST find nobody where no platform takes callbacks', async () => {
    const { taskCenter, callbacks, request } = await start();
    const codeOf = async (tenant: string, platform: string) =>
      (await callbacks.receive(tenant, platform, request('k1'))).match(
        ({ outcome }) => outcome,
        ({ code }) => code,
      );
    expect(await codeOf('default', 'silent')).toBe('NOT_FOUND');
    expect(await codeOf('default', 'nowhere')).toBe('NOT_FOUND');
    expect(await codeOf('other', 'desk')).toBe('NOT_FOUND');
    (await taskCenter.changePlatform('default', 'desk', { enabled: false }, null))._unsafeUnwrap();
    expect(await codeOf('default', 'desk')).toBe('NOT_FOUND');
  });
});
