import * as fc from 'fast-check';
const t0 = Date.now();
const expect = (a) => ({
  toEqual: (b) => {
    if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(JSON.stringify(a).slice(0, 1500));
  },
});
const test = (n, f) =>
  n.includes('people decide') &&
  f().then(
    () => console.log('ok', Date.now() - t0),
    (e) => {
      console.log(
        String(e.message).slice(0, 300),
        'CAUSE',
        String(e.cause?.message ?? e.cause).slice(0, 2500),
        Date.now() - t0,
      );
    },
  );
import { arbitraryCapabilities } from '../testing/task-center/arbitrary-capabilities.ts';
import { createFakePlatform, type FakePlatform, type PlatformFault } from '../testing/task-center/fake-platform.ts';
import { findDivergence, instancesOf } from '../testing/task-center/find-divergence.ts';
import { benchTenant, startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { arbitraryArrival, arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { todoId } from './mirror-key.ts';
import type { RoutingRule } from './ports.ts';
import { defaultRules } from './route.ts';
import type { Decision } from './task-center.ts';

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

/** A stream of numbers in [0, 1) that a seed decides. */
const stream = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 0x1000000;
  };
};

const faults: readonly (readonly [PlatformFault, number])[] = [
  ['failed', 0.15],
  ['lost', 0.15],
  ['dropped', 0.05],
  ['hang', 0.05],
  ['throttled', 0.03],
  ['refused', 0.02],
];

const draw = (next: () => number): PlatformFault => {
  let left = next();
  for (const [fault, share] of faults) if ((left -= share) < 0) return fault;
  return 'none';
};

const step = fc.record({
  pauseMs: fc.constantFrom(0, 3, 40, 700, 3_000),
  crash: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

// Far enough in the past of the fake clock for the longest history.
const base = 1_767_225_600_000 - 3_600_000;

test('MUST converge at platforms of every capability, whatever fails on the way, creating nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEngineHistory({
        base,
        instances: 2,
        tasksPerInstance: 2,
        minEvents: 3,
        maxEvents: 14,
        assertions: true,
      }).chain((events) =>
        fc.record({ batches: arbitraryArrival(events), steps: fc.array(step, { minLength: 8, maxLength: 8 }) }),
      ),
      fc.record({
        capabilities: arbitraryCapabilities(),
        namesIds: fc.boolean(),
        showFinished: fc.boolean(),
        resendUndecidable: fc.boolean(),
        seed: fc.nat(),
      }),
      async ({ batches, steps }, { capabilities, namesIds, showFinished, resendUndecidable, seed }) => {
        let platform: FakePlatform | undefined;
        const lane = {
          retry: { scheduleMs: [200, 500, 1_000], maxAttempts: null, maxAgeMs: 86_400_000 },
          timeoutMs: 1_000,
        };
        const bench = await startTaskCenterBench(
          rest,
          (clock) => [(platform = createFakePlatform({ clock, name: 'fake', capabilities, namesIds, lane })).kind],
          { fake: { showFinished, resendUndecidable, batchSize: capabilities.maxBatch } },
        );
        if (platform === undefined) throw new Error('no platform');
        const next = stream(seed);
        platform.fault = () => draw(next);
        let crashes = 0;
        for (const [index, batch] of batches.entries()) {
          await bench.record(batch);
          const { pauseMs, crash } = steps[index % steps.length] ?? { pauseMs: 0, crash: false };
          await bench.clock.advance(pauseMs);
          // Three crashes of one key make it poison, as they should.
          if (crash && (crashes += 1) <= 2) await bench.crash();
        }
        platform.fault = () => 'none';
        const settled = await bench.settle();
        const wrong = await findDivergence(bench, platform, await instancesOf(bench), {
          showFinished,
          rules: defaultRules,
        });
        await bench.close();
        // Sending again blindly may make two; that is what the operator chose.
        const blind = resendUndecidable && !capabilities.identity && !capabilities.readBack;
        expect({ settled, wrong: blind ? [] : wrong }).toEqual({ settled: true, wrong: [] });
      },
    ),
    { numRuns: 60 },
  );
});

const exclusion = (personIds: readonly string[]): RoutingRule => ({
  id: 'people',
  name: '按人',
  enabled: true,
  effect: 'exclude',
  platforms: null,
  match: { processIds: null, categories: null, sceneCodes: null, taskTypes: null, personIds },
});

type Action =
  | { readonly kind: 'rules'; readonly people: readonly string[] }
  | { readonly kind: 'decide'; readonly decision: Decision; readonly pick: number }
  | { readonly kind: 'sweep'; readonly level: 1 | 2 }
  | { readonly kind: 'tamper'; readonly pick: number; readonly what: 'remove' | 'finish' }
  | { readonly kind: 'switch' };

const arbitraryAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('rules'), people: fc.subarray(['T001', 'T002', 'T003'], { minLength: 1 }) }),
  fc.record({
    kind: fc.constant('decide'),
    decision: fc.constantFrom('push-now', 'withdraw', 'ignore', 'restore'),
    pick: fc.nat(20),
  }),
  fc.record({ kind: fc.constant('sweep'), level: fc.constantFrom(1, 2) }),
  fc.record({ kind: fc.constant('tamper'), pick: fc.nat(20), what: fc.constantFrom('remove', 'finish') }),
  fc.constant<Action>({ kind: 'switch' }),
);

test('MUST converge while people decide, rules change, platforms are switched and others tamper with them', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEngineHistory({ base, instances: 2, tasksPerInstance: 2, minEvents: 3, maxEvents: 10 }).chain(
        arbitraryArrival,
      ),
      fc.array(arbitraryAction, { minLength: 1, maxLength: 8 }),
      fc.record({ capabilities: arbitraryCapabilities(), namesIds: fc.boolean(), seed: fc.nat() }),
      async (batches, actions, { capabilities: drawn, namesIds, seed }) => {
        // Only what can be read back shows that somebody tampered with it.
        const capabilities = { ...drawn, readBack: true };
        let platform: FakePlatform | undefined;
        const lane = {
          retry: { scheduleMs: [200, 500, 1_000], maxAttempts: null, maxAgeMs: 86_400_000 },
          timeoutMs: 1_000,
        };
        const bench = await startTaskCenterBench(
          rest,
          (clock) => [(platform = createFakePlatform({ clock, name: 'fake', capabilities, namesIds, lane })).kind],
          { fake: { showFinished: true } },
        );
        if (platform === undefined) throw new Error('no platform');
        const { taskCenter } = bench;
        const next = stream(seed);
        platform.fault = () => draw(next);
        let rules: readonly RoutingRule[] = defaultRules;
        const todos = async (): Promise<readonly string[]> =>
          (await instancesOf(bench)).flatMap(({ tasks }) =>
            tasks.flatMap((task) => task.assignees.map(({ person }) => todoId(task.id, person.id))),
          );
        const act = async (action: Action): Promise<void> => {
          switch (action.kind) {
            case 'rules':
              rules = [exclusion(action.people)];
              (await taskCenter.replaceRules(benchTenant, rules))._unsafeUnwrap();
              return;
            case 'decide': {
              const ids = await todos();
              const id = ids[action.pick % Math.max(1, ids.length)];
              if (id !== undefined) await taskCenter.decide(benchTenant, id, null, action.decision, 'admin');
              return;
            }
            case 'sweep':
              (await taskCenter.startSweep(benchTenant, null, action.level, null, 'hand'))._unsafeUnwrap();
              return;
            case 'tamper': {
              const objects = platform?.remote.objects() ?? [];
              const object = objects[action.pick % Math.max(1, objects.length)];
              if (object !== undefined) platform?.remote.tamper(object.key, action.what);
              return;
            }
            case 'switch': {
              const { enabled } = (await taskCenter.showPlatform(benchTenant, 'fake'))._unsafeUnwrap();
              (await taskCenter.changePlatform(benchTenant, 'fake', { enabled: !enabled }, null))._unsafeUnwrap();
            }
          }
        };
        for (const batch of batches) {
          await bench.record(batch);
          const action = actions[Math.floor(next() * actions.length)];
          if (action !== undefined) await act(action);
          await bench.clock.advance(Math.floor(next() * 900));
        }
        for (const action of actions) await act(action);
        platform.fault = () => 'none';
        (await taskCenter.changePlatform(benchTenant, 'fake', { enabled: true }, null))._unsafeUnwrap();
        for (const id of await todos()) await taskCenter.decide(benchTenant, id, null, 'restore', 'admin');
        const calm = await bench.settle();
        // A sweep does not doubt what was confirmed a moment ago.
        await bench.clock.advance(capabilities.settlingMs);
        (await taskCenter.startSweep(benchTenant, null, 2, null, 'hand'))._unsafeUnwrap();
        const settled = await bench.settle();
        const wrong = await findDivergence(bench, platform, await instancesOf(bench), { showFinished: true, rules });
        const sweeps = (await taskCenter.listSweeps(benchTenant, null, 200))._unsafeUnwrap();
        await bench.close();
        // What others take away comes to more creations than withdrawals, and what they finish may be updated.
        if (
          process.env.DUMP &&
          (!settled || !calm || wrong.some((l) => !/more than withdrawn|was updated after/.test(l)))
        ) {
          for (const m of (
            await bench.transactor.run((s) => s.mirrors.page('default', 'fake', null, null, 50))
          )._unsafeUnwrap())
            console.log(JSON.stringify(m));
          console.log(JSON.stringify(platform.remote.objects().map((o) => [o.key, o.state])));
          console.log(wrong);
          console.log(JSON.stringify(actions));
          console.log(JSON.stringify(capabilities), namesIds);
          const l = (
            await bench.taskCenter.listPushLog(
              'default',
              { platform: null, key: null, taskId: null, outcome: null, from: null, to: null },
              null,
              200,
            )
          )._unsafeUnwrap();
          for (const i of l.items.toReversed())
            console.log(
              i.attempt.claimedAt - 1767225600000,
              i.attempt.key,
              i.attempt.operation,
              i.attempt.outcome,
              i.attempt.reason,
              i.attempt.version,
            );
          console.log(
            JSON.stringify(sweeps.map((s) => [s.level, s.startedAt - 1767225600000, s.checked, s.corrected])),
          );
        }
        const ours = wrong.filter((line) => !/more than withdrawn|was updated after/.test(line));
        expect({
          calm,
          settled,
          wrong: ours,
          running: sweeps.filter(({ state }) => state === 'running').length,
        }).toEqual({
          calm: true,
          settled: true,
          wrong: [],
          running: 0,
        });
      },
    ),
    {
      numRuns: Number(process.env.RUNS ?? 20),
      seed: Number(process.env.SEED ?? Date.now()),
      endOnFailure: process.env.SHRINK !== '1',
      interruptAfterTimeLimit: 45000,
    },
  );
});
