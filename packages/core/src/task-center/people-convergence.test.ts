import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCapabilities } from '../testing/task-center/arbitrary-capabilities.ts';
import { createFakePlatform, type FakePlatform, type PlatformFault } from '../testing/task-center/fake-platform.ts';
import { findDivergence, instancesOf } from '../testing/task-center/find-divergence.ts';
import { benchTenant, startTaskCenterBench } from '../testing/task-center/task-center-bench.ts';
import { arbitraryArrival, arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { defaultRules } from './route.ts';

declare const setImmediate: (run: () => void) => void;

const rest = (): Promise<void> => new Promise((done) => setImmediate(() => done()));

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
];

const draw = (next: () => number): PlatformFault => {
  let left = next();
  for (const [fault, share] of faults) if ((left -= share) < 0) return fault;
  return 'none';
};

const base = 1_767_225_600_000 - 3_600_000;
const everybody = ['T001', 'T002', 'T003', 'T004'];

type Change =
  | { readonly kind: 'put'; readonly personId: string; readonly remoteId: string }
  | { readonly kind: 'remove'; readonly personId: string };

const arbitraryChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('put'),
      personId: fc.constantFrom(...everybody),
      remoteId: fc.constantFrom('ou-1', 'ou-2', 'ou-3'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), personId: fc.constantFrom(...everybody) }) },
);

test('MUST show everything to who people are there in the end, however late and often their mappings come and change', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryEngineHistory({ base, instances: 2, tasksPerInstance: 2, minEvents: 3, maxEvents: 12 }).chain((events) =>
        fc.record({
          batches: arbitraryArrival(events),
          changes: fc.array(arbitraryChange, { maxLength: 12 }),
          pauses: fc.array(fc.constantFrom(0, 3, 40, 700, 3_000), { minLength: 8, maxLength: 8 }),
        }),
      ),
      fc.record({ capabilities: arbitraryCapabilities(), namesIds: fc.boolean(), seed: fc.nat() }),
      async ({ batches, changes, pauses }, { capabilities: drawn, namesIds, seed }) => {
        // Without identity and read-back, what becomes of a lost creation is for a person to decide.
        const capabilities = { ...drawn, people: 'mapped' as const, readBack: drawn.readBack || !drawn.identity };
        let platform: FakePlatform | undefined;
        const lane = {
          retry: { scheduleMs: [200, 500, 1_000], maxAttempts: null, maxAgeMs: 86_400_000 },
          timeoutMs: 1_000,
        };
        const bench = await startTaskCenterBench(
          rest,
          (clock) => [(platform = createFakePlatform({ clock, name: 'fake', capabilities, namesIds, lane })).kind],
          { fake: { settings: { personSpace: 'corp' }, batchSize: capabilities.maxBatch } },
        );
        if (platform === undefined) throw new Error('no platform');
        const { personMappings } = bench.taskCenter;
        const next = stream(seed);
        platform.fault = () => draw(next);
        const change = async (one: Change): Promise<void> => {
          if (one.kind === 'remove') (await personMappings.remove(benchTenant, 'corp', [one.personId]))._unsafeUnwrap();
          else (await personMappings.put(benchTenant, 'corp', [one], 'api'))._unsafeUnwrap();
        };
        const left = [...changes];
        let crashes = 0;
        for (const [index, batch] of batches.entries()) {
          await bench.record(batch);
          await bench.clock.advance(pauses[index % pauses.length] ?? 0);
          const one = left.shift();
          if (one !== undefined) await change(one);
          await bench.clock.advance(pauses[(index + 3) % pauses.length] ?? 0);
          if (next() < 0.1 && (crashes += 1) <= 2) await bench.crash();
        }
        for (const one of left) await change(one);
        platform.fault = () => 'none';
        await bench.settle();
        const last = everybody.map((personId) => ({ personId, remoteId: `last-${personId}` }));
        (await personMappings.put(benchTenant, 'corp', last, 'api'))._unsafeUnwrap();
        const settled = await bench.settle();
        const instances = await instancesOf(bench);
        const wrong = [
          ...(await findDivergence(bench, platform, instances, { showFinished: true, rules: defaultRules })),
        ];
        for (const { key, content, people, owner, ref } of platform.remote.objects()) {
          if (ref.assigneeId !== null && owner !== `last-${ref.assigneeId}`) wrong.push(`${key} is still ${owner}’s`);
          for (const { handlers } of content.tasks)
            for (const { person } of handlers)
              if (people.get(person.id) !== `last-${person.id}`) wrong.push(`${key} shows ${person.id} as nobody`);
        }
        const lanes = (await bench.transactor.run((stores) => stores.lanes.list(benchTenant)))._unsafeUnwrap();
        const depths = (
          await bench.transactor.run(({ work }) => work.depths(lanes.map(({ id }) => id)))
        )._unsafeUnwrap();
        const parked = depths.reduce((sum, depth) => sum + depth.parked, 0);
        await bench.close();
        expect({ settled, wrong, parked }).toEqual({ settled: true, wrong: [], parked: 0 });
      },
    ),
    { numRuns: 60 },
  );
});
