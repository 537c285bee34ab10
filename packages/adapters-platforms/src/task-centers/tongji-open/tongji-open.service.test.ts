import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from '../platform-bed.fixture.ts';
import type { PlatformBed } from '../platform-bed.fixture.ts';
import { describePlatform } from '../platform-promises.fixture.ts';

describePlatform({
  name: 'tongji-open',
  unit: 'assignee',
  again: 'as-sent',
  wrong: { secrets: { clientSecret: 'wrong-secret' } },
  token: true,
  urgency: 'normal',
});

describe('tongji-open', () => {
  let bed: PlatformBed;
  beforeAll(async () => {
    bed = await openPlatformBed('tongji-open');
  });
  afterAll(() => bed.close());

  const of = (person: string, id: string, state: 'open' | 'done' = 'open', createdAt = Date.now()) =>
    contentOf(
      'assignee',
      [taskOf({ id, createdAt, handlers: [handlerOf(person, state)] })],
      state === 'done' ? 'completed' : 'running',
    );
  const messages = async (): Promise<readonly string[]> =>
    (await bed.requests()).filter(({ operation }) => operation === 'sendMsg').map(({ id }) => id);

  test('MUST give each task and instance an integer that follows from its key, within the bits that a site takes', () => {
    const numbers = (idBits: number): { taskId: number; instId: number } =>
      (
        bed
          .open({ settings: { idBits } })
          ._unsafeUnwrap()
          .buildPushData(bed.call('create', of('T001', 'T-1')))
          ._unsafeUnwrap() as {
          body: { taskId: number; instId: number };
        }
      ).body;
    const expected = (text: string, bits: number): number =>
      Number(createHash('sha256').update(text, 'utf8').digest().readBigUInt64BE(0) >> BigInt(64 - bits));
    expect(numbers(53)).toMatchObject({ taskId: expected('T-1_T001', 53), instId: expected('S-1', 53) });
    expect(numbers(31)).toMatchObject({ taskId: expected('T-1_T001', 31), instId: expected('S-1', 31) });
    expect(numbers(31).taskId).toBeLessThan(2 ** 31);
  });

  test('MUST send a message with a first creation only, and only where somebody switched it on', async () => {
    const telling = bed.open({ settings: { sendMsg: true } })._unsafeUnwrap();
    const push = async (platform: typeof telling, call: ReturnType<typeof bed.call>) => {
      const [answer] = await platform.push([call], createContext());
      expect(answer?.outcome).toEqual({ kind: 'done', more: false });
    };
    await push(telling, bed.call('create', of('A1', 'M-1'), { first: true }));
    await push(telling, bed.call('create', of('A1', 'M-2'), { first: false }));
    await push(telling, bed.call('update', of('A1', 'M-1')));
    await push(bed.platform, bed.call('create', of('A1', 'M-3'), { first: true }));
    await push(telling, bed.call('create', of('A1', 'M-4', 'open', Date.now() - 25 * 3_600_000), { first: true }));
    expect(await messages()).toEqual(['M-1_A1']);
  });

  test('MUST withdraw nothing while the path for it is not known', async () => {
    const careful = bed.open({ settings: { deletePath: null } })._unsafeUnwrap();
    expect(await careful.push([bed.call('withdraw', of('B1', 'T-2'))], createContext())).toMatchObject([
      { outcome: { kind: 'refused', reason: expect.stringContaining('/settings/deletePath') }, exchanges: [] },
    ]);
  });

  test('MUST read back what stands behind many others, and tell a shared number', async () => {
    for (let index = 0; index < 55; index += 1) await bed.push(bed.call('create', of('C1', `L-${index}`)));
    const found = await bed.platform.verify(bed.call('update', of('C1', 'L-54')), createContext());
    expect(found).toMatchObject({ remote: { state: 'open' } });
    expect(found.exchanges).toHaveLength(2);
    const other = of('C1', 'L-54');
    const foreign = bed
      .open({
        settings: {
          pushBody: {
            appId: '{appId}',
            instId: '{instId}',
            instStatus: '{instStatus}',
            instCreatorNumber: '{instCreator}',
            instCreated: '{instCreated}',
            taskId: '{taskId}',
            taskStatus: '{taskStatus}',
            taskCreated: '{taskCreated}',
            nodeName: '{nodeName}',
            userId: '{userId}',
            thirdpartyId: 'another',
            thirdpartyName: '{taskName}',
            formUrl: '{url}',
          },
        },
      })
      ._unsafeUnwrap();
    await foreign.push([bed.call('update', other)], createContext());
    expect(await bed.platform.verify(bed.call('update', other), createContext())).toMatchObject({
      outcome: { kind: 'refused', reason: expect.stringContaining('stands for another task') },
    });
  });

  test('MUST say that what is there is not what should be, where its address was changed', async () => {
    await bed.push(bed.call('create', of('E1', 'D-1')));
    const asked = of('E1', 'D-1');
    const moved = {
      ...asked,
      tasks: asked.tasks.map((task) => ({ ...task, links: { pc: 'https://oa.example.edu/moved', mobile: null } })),
    };
    const stateOf = async (content: typeof asked): Promise<unknown> =>
      (await bed.platform.verify(bed.call('update', content), createContext())).remote?.state;
    expect([await stateOf(asked), await stateOf(moved)]).toEqual(['open', 'differs']);
  });

  test('MUST push the log of an approval after it, where it is asked to', async () => {
    const logging = bed.open({ settings: { pushLog: true } })._unsafeUnwrap();
    await bed.push(bed.call('create', of('D1', 'T-9')));
    const [answer] = await logging.push([bed.call('complete', of('D1', 'T-9', 'done'))], createContext());
    expect(answer).toMatchObject({ outcome: { kind: 'done' }, found: 'as-sent' });
    expect(answer?.exchanges.map(({ request }) => request.url.split('/').at(-1))).toEqual([
      'push_task',
      'push_task_log',
    ]);
    await bed.fault({ loseAnswerRate: 1 });
    const [lost] = await logging.push([bed.call('complete', of('D1', 'T-9', 'done'))], createContext());
    await bed.fault({});
    expect(lost?.outcome.kind).toBe('unknown');
  });
});
