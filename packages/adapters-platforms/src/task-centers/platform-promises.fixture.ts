import type { MirrorUnit, PushAnswer, PushCall } from '@portico/core/task-center';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxName, SandboxTodo } from '../sandboxes/index.ts';
import { contentOf, createContext, handlerOf, openPlatformBed, taskOf } from './platform-bed.fixture.ts';
import type { PlatformBed } from './platform-bed.fixture.ts';

const noFaults = {
  latencyMs: 0,
  failRate: 0,
  loseAnswerRate: 0,
  hangRate: 0,
  expireTokens: false,
  throttlePerSecond: 0,
  down: false,
};

const done = (found: PushAnswer['found']) => ({ outcome: { kind: 'done', more: false }, found });

export interface PromisedKind {
  readonly name: SandboxName;
  readonly unit: MirrorUnit;
  /** What a creation of what is there already comes to. */
  readonly again: PushAnswer['found'];
  /** A setting or secret that is wrong. */
  readonly wrong: { readonly settings?: Record<string, unknown>; readonly secrets?: Record<string, string> };
  readonly token: boolean;
  /** What an urgent to-do is shown as; some platforms know no urgency. */
  readonly urgency?: SandboxTodo['urgency'];
  /** Whether completing also brings other changes; it does unless set. */
  readonly completesOnly?: boolean;
  /** What withdrawing once more comes to; `missing` unless set. */
  readonly withdrawnAgain?: PushAnswer['found'];
}

/** What every built-in kind promises, on its own sandbox. */
export const describePlatform = (promised: PromisedKind): void => {
  const { name, unit, again, wrong, token, urgency = 'urgent' } = promised;
  const { completesOnly = false, withdrawnAgain = 'missing' } = promised;
  describe(`a platform of kind ${name}`, () => {
    let bed: PlatformBed;
    let number = 0;
    beforeAll(async () => {
      bed = await openPlatformBed(name);
    });
    afterEach(() => bed.fault(noFaults));
    afterAll(() => bed.close());

    /** An instance, a task and a person that no other test has. */
    const fresh = () => {
      number += 1;
      const ids = { instance: `S-${number}`, task: `T-${number}`, person: `P${number}` };
      const content = (change: { readonly title?: string; readonly state?: 'open' | 'done' } = {}) => {
        const subject = change.title ?? '张三的请假申请';
        const task = taskOf({ id: ids.task, subject, handlers: [handlerOf(ids.person, change.state ?? 'open')] });
        const made = contentOf(unit, [task], change.state === 'done' ? 'completed' : 'running');
        return {
          ...made,
          ref: { ...made.ref, instanceId: ids.instance },
          instance: { ...made.instance, id: ids.instance },
        };
      };
      const shown = async () =>
        (await bed.todos(ids.person)).map(({ title, state, urgency, links }) => ({ title, state, urgency, links }));
      return { ids, content, shown };
    };
    const pushOne = async (call: PushCall): Promise<PushAnswer> => {
      const [answer] = await bed.push(call);
      if (answer === undefined) throw new Error('no answer');
      return answer;
    };
    const effectiveCreates = async (ids: readonly string[]): Promise<number> =>
      (await bed.requests()).filter(({ id, effect }) => effect === 'created' && ids.some((part) => id.includes(part)))
        .length;

    const asShown = (title: string, state: 'open' | 'done') => [{ title, state, urgency, links: taskOf().links }];

    test('MUST show, change, complete, open again and withdraw', async () => {
      const { content, shown } = fresh();
      const { reopen } = bed.platform.capabilities;
      const created = await pushOne(bed.call('create', content()));
      expect(created).toMatchObject(done('as-sent'));
      expect(await shown()).toEqual(asShown('张三的请假申请', 'open'));
      const { remoteId } = created;
      expect(await pushOne(bed.call('update', content({ title: '改过的' }), { remoteId }))).toMatchObject(
        done('as-sent'),
      );
      expect(await shown()).toEqual(asShown('改过的', 'open'));
      expect(
        await pushOne(bed.call('complete', content({ title: '又改过', state: 'done' }), { remoteId })),
      ).toMatchObject(done('as-sent'));
      expect(await shown()).toEqual(asShown(completesOnly ? '改过的' : '又改过', 'done'));
      if (reopen === 'recreate') {
        expect(await pushOne(bed.call('withdraw', content(), { remoteId }))).toMatchObject(done('as-sent'));
        expect(await pushOne(bed.call('create', content()))).toMatchObject(done('as-sent'));
      } else expect(await pushOne(bed.call('update', content(), { remoteId }))).toMatchObject(done('as-sent'));
      expect(await shown()).toEqual(asShown('张三的请假申请', 'open'));
      expect(await pushOne(bed.call('withdraw', content(), { remoteId }))).toMatchObject(done('as-sent'));
      expect(await shown()).toEqual([]);
      expect(await pushOne(bed.call('withdraw', content(), { remoteId }))).toMatchObject(done(withdrawnAgain));
      expect(await pushOne(bed.call('create', content()))).toMatchObject(done('as-sent'));
      expect(await shown()).toHaveLength(1);
    });

    test('MUST show as done at once what finished before it was shown', async () => {
      const { content, shown } = fresh();
      const { capabilities } = bed.platform;
      // Where a creation cannot carry it, `plan` creates it open and completes it.
      const created = await pushOne(bed.call('create', content({ state: capabilities.createsDone ? 'done' : 'open' })));
      expect(created).toMatchObject(done('as-sent'));
      if (!capabilities.createsDone) {
        const { remoteId } = created;
        const completed = await pushOne(bed.call('complete', content({ state: 'done' }), { remoteId }));
        expect(completed).toMatchObject(done('as-sent'));
      }
      expect(await shown()).toEqual(asShown('张三的请假申请', 'done'));
    });

    test('MUST find out the platform’s id where it is not known', async () => {
      const { content, shown } = fresh();
      await pushOne(bed.call('create', content()));
      expect(await pushOne(bed.call('update', content({ title: '改过的' })))).toMatchObject(done('as-sent'));
      expect(await shown()).toEqual(asShown('改过的', 'open'));
      expect(await pushOne(bed.call('withdraw', content()))).toMatchObject(done('as-sent'));
      expect(await shown()).toEqual([]);
    });

    test('MUST keep what it promises of identity and read-back after a lost answer', async () => {
      const { ids, content, shown } = fresh();
      const { capabilities } = bed.platform;
      if (token) await bed.platform.testConnection(createContext());
      await bed.fault({ loseAnswerRate: 1 });
      const lost = await pushOne(bed.call('create', content()));
      await bed.fault(noFaults);
      // The platform may lose the answer to any of its requests; only that to the creation leaves anything open.
      expect(lost.outcome.kind).toMatch(/^(?:unknown|failed)$/u);
      if (capabilities.identity) {
        expect((await pushOne(bed.call('create', content()))).outcome.kind).toBe('done');
      } else {
        const { outcome, remote } = await bed.platform.verify(bed.call('create', content()), createContext());
        expect({ outcome, state: remote?.state }).toEqual({ outcome: { kind: 'done', more: false }, state: 'open' });
      }
      expect(await shown()).toHaveLength(1);
      expect(await effectiveCreates([ids.task, ids.instance])).toBeGreaterThan(0);
    });

    test('MUST answer honestly to a creation of what is there', async () => {
      const { content, shown } = fresh();
      if (!bed.platform.capabilities.identity) {
        expect(again).toBe('as-sent');
        return;
      }
      const first = await pushOne(bed.call('create', content()));
      const second = await pushOne(bed.call('create', content({ title: '改过的' })));
      expect(second).toMatchObject({ ...done(again), remoteId: first.remoteId });
      expect(await shown()).toEqual(asShown(again === 'existed' ? '张三的请假申请' : '改过的', 'open'));
    });

    test('MUST count failures as failures, and refusals as refusals', async () => {
      const { content } = fresh();
      const created = await pushOne(bed.call('create', content()));
      await bed.fault({ failRate: 1 });
      expect((await pushOne(bed.call('update', content(), { remoteId: created.remoteId }))).outcome.kind).toMatch(
        /^(?:failed|unknown|deferred)$/u,
      );
      await bed.fault({ failRate: 0, down: true });
      expect((await pushOne(bed.call('update', content(), { remoteId: created.remoteId }))).outcome.kind).toMatch(
        /^(?:failed|unknown)$/u,
      );
      await bed.fault(noFaults);
      const base = content();
      const tooLong = {
        ...base,
        tasks: base.tasks.map((task) => ({ ...task, handlers: [handlerOf('x'.repeat(100))] })),
      };
      expect(await pushOne(bed.call('create', tooLong))).toMatchObject({ outcome: { kind: 'refused' } });
    });

    test('MUST give up in time on a platform that hangs', async () => {
      const { content } = fresh();
      const created = await pushOne(bed.call('create', content()));
      await bed.fault({ hangRate: 1 });
      const startedAt = performance.now();
      const [answer] = await bed.platform.push(
        [bed.call('update', content(), { remoteId: created.remoteId })],
        createContext(100),
      );
      expect(answer?.outcome.kind).toBe('unknown');
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    });

    test('MUST hold back when it is told to', async () => {
      const { content } = fresh();
      const created = await pushOne(bed.call('create', content()));
      await bed.fault({ throttlePerSecond: 1 });
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => pushOne(bed.call('update', content(), { remoteId: created.remoteId }))),
      );
      const held = answers.filter(({ outcome }) => outcome.kind === 'deferred');
      expect(held.length).toBeGreaterThan(0);
      expect(held[0]?.outcome).toMatchObject({ kind: 'deferred', scope: 'lane' });
    });

    test('MUST tell wrong credentials as such, and prove right ones without a trace', async () => {
      const before = (await bed.requests()).filter(({ effect }) => effect !== 'none' && effect !== 'refused').length;
      expect(await bed.platform.testConnection(createContext())).toMatchObject({ outcome: { kind: 'done' } });
      const platform = bed.open(wrong)._unsafeUnwrap();
      expect(await platform.testConnection(createContext())).toMatchObject({ outcome: { kind: 'credentials' } });
      const [answer] = await platform.push([bed.call('create', fresh().content())], createContext());
      expect(answer?.outcome.kind).toBe('credentials');
      const after = (await bed.requests()).filter(({ effect }) => effect !== 'none' && effect !== 'refused').length;
      expect(after).toBe(before);
    });

    test('MUST not take a passing failure for rejected credentials', async () => {
      await bed.fault({ failRate: 1 });
      const seen = new Set<string>();
      for (let round = 0; round < 12; round += 1) {
        // Each with tokens of its own, so that one has to be fetched.
        const platform = bed.open({ secrets: {} })._unsafeUnwrap();
        seen.add((await platform.testConnection(createContext())).outcome.kind);
      }
      expect([...seen].filter((kind) => !['failed', 'unknown', 'deferred'].includes(kind))).toEqual([]);
    });

    test('MUST write no secret into the log', async () => {
      const { content } = fresh();
      const answers = [
        await bed.platform.testConnection(createContext()),
        await pushOne(bed.call('create', content())),
      ];
      const written = JSON.stringify(answers);
      const held = [...bed.tokens.stored.values()].map((stored) => stored.token);
      for (const secret of [...bed.secrets, ...held]) expect(written).not.toContain(secret);
      expect(answers[1]?.exchanges.at(-1)).toMatchObject({ purpose: 'push', response: { status: 200 }, error: null });
    });

    test('MUST say what it would send, the same each time and without secrets', async () => {
      const { content } = fresh();
      const call = bed.call('create', content());
      const data = bed.platform.buildPushData(call)._unsafeUnwrap();
      expect(bed.platform.buildPushData(call)._unsafeUnwrap()).toEqual(data);
      for (const secret of bed.secrets) expect(JSON.stringify(data)).not.toContain(secret);
      const changed = bed.platform.buildPushData({ ...call, content: content({ title: '改过的' }) })._unsafeUnwrap();
      expect(changed).not.toEqual(data);
      const base = content();
      const tooLong = {
        ...base,
        tasks: base.tasks.map((task) => ({
          ...task,
          links: { pc: `https://x.example/${'a'.repeat(2_000)}`, mobile: null },
        })),
      };
      expect(bed.platform.buildPushData(bed.call('create', tooLong))._unsafeUnwrapErr()).toMatchObject({
        code: 'REFUSED',
        pointer: '/task/links/pc',
      });
      expect(await pushOne(bed.call('create', tooLong))).toMatchObject({ outcome: { kind: 'refused' }, exchanges: [] });
    });

    test('MUST go on when tokens die early, with one fresh token an attempt', async () => {
      const { content, shown } = fresh();
      const created = await pushOne(bed.call('create', content()));
      await bed.fault({ expireTokens: true });
      for (let round = 0; round < 12; round += 1) {
        const answer = await pushOne(
          bed.call('update', content({ title: `第${round}次` }), { remoteId: created.remoteId }),
        );
        expect(answer).toMatchObject(done('as-sent'));
        expect(answer.exchanges.length).toBeLessThanOrEqual(3);
      }
      expect(await shown()).toEqual(asShown('第11次', 'open'));
    });

    test('MUST read back what is there, where it says that it can', async () => {
      const { content } = fresh();
      if (!bed.platform.capabilities.readBack) {
        expect(await bed.platform.verify(bed.call('update', content()), createContext())).toMatchObject({
          outcome: { kind: 'refused' },
          remote: null,
        });
        return;
      }
      expect(await bed.platform.verify(bed.call('update', content()), createContext())).toMatchObject({
        outcome: { kind: 'done' },
        remote: null,
      });
      const { remoteId } = await pushOne(bed.call('create', content()));
      expect(await bed.platform.verify(bed.call('update', content()), createContext())).toMatchObject({
        remote: { remoteId, state: expect.stringMatching(/^(?:open|present)$/u) as unknown },
      });
      await pushOne(bed.call('complete', content({ state: 'done' }), { remoteId }));
      expect(await bed.platform.verify(bed.call('update', content()), createContext())).toMatchObject({
        remote: { remoteId, state: expect.stringMatching(/^(?:done|present)$/u) as unknown },
      });
      await pushOne(bed.call('withdraw', content(), { remoteId }));
      expect(await bed.platform.verify(bed.call('update', content()), createContext())).toMatchObject({
        outcome: { kind: 'done' },
        remote: null,
      });
    });
  });
};
