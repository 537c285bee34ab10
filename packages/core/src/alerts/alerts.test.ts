import fc from 'fast-check';
import { okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { Stores } from '../application.ts';
import type { Telling } from '../domain-events/tell.ts';
import { createMemoryDatabase } from '../memory/memory-database.ts';
import { createMemoryStores } from '../memory/memory-ports.ts';
import { createMemoryTransactor } from '../memory/memory-transactor.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createAlerts } from './create-alerts.ts';
import type { AlertSignals, LaneSignal } from './signals.ts';

declare const setImmediate: (run: () => void) => void;

const second = 1_000;
const minute = 60 * second;
const tenant = 'default';

const parkedLane = (name: string, parked: number): LaneSignal => ({
  name,
  trips: 0,
  credentialsRejected: false,
  waiting: 0,
  parked,
  oldestDueMs: null,
  succeeded: 0,
  failed: 0,
});

const start = (processes = 1) => {
  const clock = createFakeClock(() => new Promise((done) => setImmediate(() => done())));
  const database = createMemoryDatabase(clock.now);
  const transactor = createMemoryTransactor<Stores>(database, createMemoryStores);
  const told: { readonly tenant: string; readonly telling: Telling }[] = [];
  let tenants: readonly string[] = [tenant];
  let signals: AlertSignals = { lanes: [], sweeps: [], jobs: [] };
  const asked: { readonly tenant: string; readonly since: number }[] = [];
  let made = 0;
  const create = () =>
    createAlerts({
      transactor,
      clock,
      ids: { next: () => `id-${String((made += 1)).padStart(6, '0')}` },
      tell: (_stores, of, tellings) => {
        told.push(...tellings.map((telling) => ({ tenant: of, telling })));
        return okAsync(undefined);
      },
      tenants: () => okAsync(tenants),
      signals: (of, since) => {
        asked.push({ tenant: of, since });
        return okAsync(signals);
      },
    });
  const all = Array.from({ length: processes }, create);
  const [alerts] = all;
  if (alerts === undefined) throw new Error('One process at least.');
  return {
    clock,
    alerts,
    told,
    asked,
    tellings: () => told.map(({ telling: { type, data } }) => `${type.slice(6)} ${String(data['subject'])}`),
    have: (...names: readonly string[]) => {
      tenants = names;
    },
    parked: (lanes: Readonly<Record<string, number>>) => {
      signals = { ...signals, lanes: Object.entries(lanes).map(([name, count]) => parkedLane(name, count)) };
    },
    /** Every process looks, all at once. */
    watch: async () => {
      const looked = await Promise.all(all.map((one) => one.watch()));
      return looked.reduce((sum, result) => sum + result._unsafeUnwrap(), 0);
    },
    only: async (fields: Readonly<Record<string, unknown>> = {}) => {
      for (const { id } of (await alerts.listRules(tenant))._unsafeUnwrap())
        (await alerts.removeRule(tenant, id))._unsafeUnwrap();
      const condition = { kind: 'parked', lanes: null, above: 0 } as const;
      return (
        await alerts.createRule(tenant, { id: 'r', name: '搁置', condition, clearMs: 0, ...fields })
      )._unsafeUnwrap();
    },
  };
};

describe('alerts', () => {
  test('MUST give every tenant rules to begin with, which stay away once they are removed', async () => {
    const { alerts, watch, have, clock } = start();
    have('school-1', 'school-2');
    await watch();
    const rules = (await alerts.listRules('school-1'))._unsafeUnwrap();
    expect(rules.map(({ id }) => id)).toEqual([
      'job-failed',
      'job-silent',
      'lane-failing',
      'oldest-due',
      'parked',
      'sweep-found',
    ]);
    for (const { id } of rules) (await alerts.removeRule('school-1', id))._unsafeUnwrap();
    await clock.advance(minute);
    await watch();
    expect((await alerts.listRules('school-1'))._unsafeUnwrap()).toEqual([]);
    expect((await alerts.listRules('school-2'))._unsafeUnwrap()).toHaveLength(6);
  });

  test('MUST look every 30 seconds over all processes, and count attempts since the last look', async () => {
    const { asked, watch, clock } = start(5);
    for (let beats = 0; beats < 12; beats += 1) {
      await watch();
      await clock.advance(10 * second);
    }
    expect(asked).toHaveLength(4);
    expect(asked.slice(1).map(({ since }, index) => since - (asked[0]?.since ?? 0) > 0 && index >= 0)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('MUST tell of each subject once, and once more when it has recovered', async () => {
    const { parked, watch, clock, tellings, alerts, only, told } = start(3);
    await only();
    const beats = [{ 'push/a': 1 }, { 'push/a': 2, 'push/b': 1 }, { 'push/a': 2, 'push/b': 0 }, {}, {}];
    for (const lanes of beats) {
      parked(lanes);
      await watch();
      await clock.advance(30 * second);
    }
    expect(tellings()).toEqual(['firing push/a', 'firing push/b', 'resolved push/b', 'resolved push/a']);
    expect(told[0]).toMatchObject({
      tenant,
      telling: { data: { rule: 'r', name: '搁置', kind: 'parked', value: 1, words: '1 are parked', reminder: false } },
    });
    expect(told[0]?.telling.data['alert']).toBe(told[3]?.telling.data['alert']);
    const history = (
      await alerts.history(tenant, { rule: null, subject: null, firing: null }, null, 10)
    )._unsafeUnwrap();
    expect(history.items.map(({ subject, endedBy }) => [subject, endedBy])).toEqual([
      ['push/b', 'recovered'],
      ['push/a', 'recovered'],
    ]);
  });

  test('MUST show what fires and what may soon, with its rule and its silence', async () => {
    const { parked, watch, alerts, only, clock } = start();
    await only();
    const condition = { kind: 'parked', lanes: null, above: 0 } as const;
    (await alerts.createRule(tenant, { id: 'slow', name: 'slow', condition, holdMs: minute }))._unsafeUnwrap();
    parked({ 'push/a': 1 });
    await watch();
    const until = clock.now() + 3_600_000;
    const request = { rule: 'slow', subject: null, until, reason: '金智维护窗口' };
    (await alerts.silence(tenant, request, '李老师'))._unsafeUnwrap();
    const listed = (await alerts.list(tenant))._unsafeUnwrap();
    expect(listed.map(({ state, rule, silence }) => [state.phase, rule?.id, silence?.by ?? null])).toEqual([
      ['firing', 'r', null],
      ['pending', 'slow', '李老师'],
    ]);
  });

  test('MUST keep quiet while it is silenced, and speak once the silence is lifted', async () => {
    const { parked, watch, alerts, only, clock, tellings } = start();
    await only();
    const beat = async () => {
      await clock.advance(30 * second);
      await watch();
    };
    const request = { rule: null, subject: 'push/a', until: clock.now() + 3_600_000, reason: 'maintenance' };
    const silence = (await alerts.silence(tenant, request, 'ops'))._unsafeUnwrap();
    parked({ 'push/a': 1, 'push/b': 1 });
    await beat();
    await beat();
    expect(tellings()).toEqual(['firing push/b']);
    (await alerts.removeSilence(tenant, silence.id))._unsafeUnwrap();
    await beat();
    await beat();
    expect(tellings()).toEqual(['firing push/b', 'firing push/a']);
    const [alert] = (
      await alerts.history(tenant, { rule: null, subject: 'push/a', firing: true }, null, 10)
    )._unsafeUnwrap().items;
    const again = await alerts.silenceAlert(
      tenant,
      alert?.id ?? '',
      { until: clock.now() + minute, reason: 'known' },
      'ops',
    );
    expect(again._unsafeUnwrap()).toMatchObject({ rule: 'r', subject: 'push/a', by: 'ops' });
    expect((await alerts.removeSilence(tenant, silence.id))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
  });

  test.each([
    ['disabled', 'rule-disabled'],
    ['removed', 'rule-removed'],
  ])('MUST end what fires for a rule that is %s, and say so', async (what, endedBy) => {
    const { parked, watch, alerts, only, told } = start();
    await only();
    parked({ 'push/a': 1 });
    await watch();
    if (what === 'removed') (await alerts.removeRule(tenant, 'r'))._unsafeUnwrap();
    else (await alerts.changeRule(tenant, 'r', { enabled: false }, 1))._unsafeUnwrap();
    expect(told.map(({ telling }) => [telling.type, telling.data['endedBy']])).toEqual([
      ['alert.firing', undefined],
      ['alert.resolved', endedBy],
    ]);
    expect((await alerts.list(tenant))._unsafeUnwrap()).toEqual([]);
    const filter = { rule: null, subject: null, firing: true };
    expect((await alerts.history(tenant, filter, null, 10))._unsafeUnwrap().items).toEqual([]);
  });

  test.each([
    [{ name: ' ' }, '/name'],
    [{ holdMs: -1 }, '/holdMs'],
    [{ clearMs: 0.5 }, '/clearMs'],
    [{ remindEveryMs: 1 }, '/remindEveryMs'],
    [{ id: 'a b' }, '/id'],
    [{ condition: { kind: 'parked', lanes: [], above: 1 } }, '/condition/lanes'],
    [{ condition: { kind: 'parked', lanes: ['push/*', 'a b'], above: 1 } }, '/condition/lanes/1'],
    [{ condition: { kind: 'parked', lanes: null, above: -1 } }, '/condition/above'],
    [{ condition: { kind: 'oldest-due', lanes: null, aboveMs: 5 } }, '/condition/aboveMs'],
    [{ condition: { kind: 'sweep-found', platforms: ['Jin'], above: 1 } }, '/condition/platforms/0'],
    [{ condition: { kind: 'job-failed', jobs: ['*'] } }, '/condition/jobs/0'],
  ] as const)('MUST refuse a rule with %j', async (draft, pointer) => {
    const { alerts } = start();
    const condition = { kind: 'job-failed', jobs: null } as const;
    expect((await alerts.createRule(tenant, { name: 'x', condition, ...draft }))._unsafeUnwrapErr()).toMatchObject({
      code: 'INVALID',
      pointer,
    });
  });

  test('MUST refuse a silence that ends in the past, or lasts for ever, or says nothing', async () => {
    const { alerts, clock } = start();
    const silence = async (fields: object) => {
      const request = { rule: null, subject: null, until: clock.now() + minute, reason: 'x', ...fields };
      const result = await alerts.silence(tenant, request, 'ops');
      return result.isErr() ? result.error : null;
    };
    expect(await silence({})).toBeNull();
    expect(await silence({ until: clock.now() })).toMatchObject({ pointer: '/until' });
    expect(await silence({ until: Number.NaN })).toMatchObject({ pointer: '/until' });
    expect(await silence({ until: clock.now() + 1e12 })).toMatchObject({ pointer: '/until' });
    expect(await silence({ reason: ' ' })).toMatchObject({ pointer: '/reason' });
    expect(await silence({ rule: 'none' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('MUST tell at most once a period however its input flaps, whoever looks, and end what it began', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: fc.nat(2), b: fc.nat(2), afterMs: fc.integer({ min: 1_000, max: 90_000 }) }), {
          maxLength: 30,
        }),
        fc.constantFrom(0, minute),
        fc.constantFrom(0, minute),
        async (beats, holdMs, clearMs) => {
          const { parked, watch, alerts, only, clock, told } = start(3);
          await only({ holdMs, clearMs });
          for (const { a, b, afterMs } of beats) {
            parked({ 'push/a': a, 'push/b': b });
            await watch();
            await clock.advance(afterMs);
          }
          for (let beats_ = 0; beats_ < 5; beats_ += 1) {
            parked({});
            await clock.advance(40 * second);
            await watch();
          }
          const count = (type: string): Readonly<Record<string, number>> => {
            const counts: Record<string, number> = {};
            for (const { telling } of told)
              if (telling.type === type)
                counts[String(telling.data['alert'])] = (counts[String(telling.data['alert'])] ?? 0) + 1;
            return counts;
          };
          const { items } = (
            await alerts.history(tenant, { rule: null, subject: null, firing: null }, null, 200)
          )._unsafeUnwrap();
          const once = Object.fromEntries(items.map(({ id }) => [id, 1]));
          expect(count('alert.firing')).toEqual(once);
          expect(count('alert.resolved')).toEqual(once);
          expect(items.filter(({ resolvedAt }) => resolvedAt === null)).toEqual([]);
          expect((await alerts.list(tenant))._unsafeUnwrap()).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
