import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoreFailure, Transactor } from '@portico/core';
import { createMemoryDatabase, createMemoryTransactor, createMemoryWorkStores } from '@portico/core/memory';
import type { Claim, LaneId, ParkReason, Settlement, WorkClass, WorkStores } from '@portico/core/work';
import { testBackends, type TestDatabase } from '../database/test-database.ts';
import { createTransactor } from '../transactor.ts';

type Run = <T>(work: (stores: WorkStores) => ResultAsync<T, StoreFailure>) => Promise<T>;

/** One of the two sides, with the claims it has handed out. */
interface Side {
  readonly run: Run;
  readonly claims: Map<string, Claim>;
}

/** Something to do on either side; prints what it is when a story fails. */
interface Step {
  readonly run: (side: Side) => Promise<unknown>;
  [fc.toStringMethod](): string;
}

function step<T>(
  name: string,
  arguments_: fc.Arbitrary<T>,
  run: (side: Side, argument: T) => Promise<unknown>,
): fc.Arbitrary<Step> {
  return arguments_.map((argument) => ({
    run: (side) => run(side, argument),
    [fc.toStringMethod]: () => `${name} ${fc.stringify(argument)}`,
  }));
}

// Ahead of any server's start, from which staleness counts.
const start = 2_000_000_000_000;
const lanes = [1, 2] as const;
const keys = ['a', 'b', 'c', '张'] as const;
const classes: readonly WorkClass[] = ['live', 'retry', 'bulk'];
const parkReasons: readonly ParkReason[] = ['refused', 'exhausted', 'undecidable', 'poison'];

const lane = fc.constantFrom<LaneId>(...lanes);
const key = fc.constantFrom(...keys);
const session = fc.integer({ min: 1, max: 3 });
const delay = fc.constantFrom(0, 0, 500, 5_000);
const byPlace = (a: { lane: number; key: string }, b: { lane: number; key: string }) =>
  a.lane - b.lane || (a.key < b.key ? -1 : 1);
// Which number a claim gets depends on the plan; everything else about it must be the same.
const withoutIds = (claims: readonly Claim[]) => claims.map((claim) => ({ ...claim, id: 0 })).sort(byPlace);

const schedule = step(
  'schedule',
  fc.array(fc.record({ lane, key, class: fc.constantFrom(...classes), delayMs: delay, uncertain: fc.boolean() }), {
    maxLength: 5,
  }),
  ({ run }, items) => run((s) => s.work.schedule(items)),
);
const claim = step(
  'claim',
  fc.tuple(session, fc.subarray(classes.flatMap((c) => lanes.map((l) => ({ lane: l, class: c, count: 100 }))))),
  async ({ run, claims }, [worker, wants]) => {
    const claimed = await run((s) => s.work.claim(worker, wants));
    for (const one of claimed) claims.set(`${one.lane}/${one.key}/${one.generation}`, one);
    return withoutIds(claimed);
  },
);
const settlement = fc.record({
  verdict: fc.constantFrom<Settlement['verdict']>('done', 'again', 'retry', 'release', 'park'),
  reason: fc.constantFrom(...parkReasons),
  counted: fc.boolean(),
  uncertain: fc.boolean(),
  delayMs: fc.option(delay),
});
const settle = step(
  'settle',
  fc.tuple(fc.array(fc.nat(), { maxLength: 4 }), settlement),
  async ({ run, claims }, [picks, { reason, ...item }]) => {
    const held = [...claims.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const chosen = new Map(
      picks.flatMap((pick) => (held.length === 0 ? [] : [held[pick % held.length]!])).map((one) => [one.id, one]),
    );
    const items = [...chosen.values()].map((one) => ({
      ...item,
      claim: one.id,
      lane: one.lane,
      key: one.key,
      parked: item.verdict === 'park' ? reason : null,
    }));
    const settled = await run((s) => s.work.settle(items));
    return settled.map((one) => ({ ...one, claim: 0 })).sort(byPlace);
  },
);
const hands = fc.oneof(
  step(
    'redrive',
    fc.tuple(lane, fc.subarray([...parkReasons]), fc.constantFrom(...classes)),
    ({ run }, [l, reasons, c]) => run((s) => s.work.redrive(l, reasons, c, 100)),
  ),
  step('forget', fc.tuple(lane, key), ({ run }, [l, k]) => run((s) => s.work.forget(l, k))),
);
const laneSwitch = fc.oneof(
  step('pause', fc.tuple(lane, fc.boolean()), ({ run }, [l, paused]) => run((s) => s.lanes.setPaused(l, paused))),
  step('close', fc.tuple(lane, delay, fc.boolean()), ({ run }, [l, ms, trip]) =>
    run((s) => s.lanes.close(l, ms, trip ? 'breaker' : 'throttled', trip)),
  ),
  step('reopen', lane, ({ run }, l) => run((s) => s.lanes.reopen(l))),
  step('probe', fc.tuple(lane, delay), ({ run }, [l, ms]) => run((s) => s.lanes.takeProbe(l, ms))),
);
const sessionLife = fc.oneof(
  step('open', fc.constant(null), ({ run }) => run((s) => s.sessions.open(['*']))),
  step('beat', session, ({ run }, id) => run((s) => s.sessions.beat(id))),
  step('living', fc.constant(null), ({ run }) => run((s) => s.sessions.living())),
  step('end', session, ({ run }, id) => run((s) => s.sessions.close(id))),
  step('revoke', fc.tuple(fc.constantFrom(0, 3_000), fc.option(session)), async ({ run }, [ms, id]) =>
    [...(await run((s) => s.sessions.revokeStale(ms, id)))].sort((a, b) => a - b),
  ),
  step('take over', fc.constantFrom(2, 3), async ({ run }, poisonAt) =>
    (await run((s) => s.sessions.takeOver(poisonAt, 100))).map((one) => ({ ...one, claim: 0 })).sort(byPlace),
  ),
);
const everyKey = lanes.flatMap((l) => keys.map((k) => ({ lane: l, key: k })));
const look = async ({ run }: Side) => ({
  states: [...(await run((s) => s.work.find(everyKey)))].sort(byPlace),
  depths: await run((s) => s.work.depths(lanes)),
  next: await run((s) => s.work.nextDueInMs(lanes)),
  lanes: await run((s) => s.lanes.list(null)),
  attempts: (await run((s) => s.attempts.list({ lanes, keys: null, outcomes: null, from: null, to: null }, null, 200)))
    .map((one) => ({ ...one, claim: 0 }))
    .sort((a, b) => a.claimedAt - b.claimedAt || byPlace(a, b)),
});
const move = fc.oneof(
  { weight: 4, arbitrary: schedule },
  { weight: 5, arbitrary: claim },
  { weight: 6, arbitrary: settle },
  { weight: 2, arbitrary: hands },
  { weight: 3, arbitrary: laneSwitch },
  { weight: 3, arbitrary: sessionLife },
);
const story = fc.array(fc.record({ move, passMs: fc.constantFrom(0, 0, 1, 400, 4_000) }), {
  minLength: 10,
  maxLength: 40,
});

describe.each(testBackends(process.env['PORTICO_TEST_POSTGRES_URL']))('the kernel on $name', ({ create }) => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await create();
  }, 30_000);
  afterAll(() => testDatabase.dispose());

  const sideOf = (transactor: Transactor<WorkStores>): Side => ({
    run: async (work) => (await transactor.run(work))._unsafeUnwrap(),
    claims: new Map(),
  });
  const begin = async (run: Run) => {
    await run((s) => s.lanes.ensure(lanes.map((l) => ({ tenant: 'default', name: `push/${l}`, config: {} as never }))));
    await run((s) => s.sessions.open(['*']));
  };

  test('MUST answer as the memory stores do', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        await testDatabase.reset();
        let now = start;
        await testDatabase.freeze(now);
        const real = sideOf(createTransactor(testDatabase.database));
        const model = sideOf(
          createMemoryTransactor(
            createMemoryDatabase(() => now),
            createMemoryWorkStores,
          ),
        );
        await begin(real.run);
        await begin(model.run);
        for (const {
          move: { run },
          passMs,
        } of steps) {
          const expected = await run(model);
          expect(await run(real)).toEqual(expected);
          expect(await look(real)).toEqual(await look(model));
          now += passMs;
          if (passMs > 0) await testDatabase.freeze(now);
        }
      }),
      { numRuns: 25 },
    );
  });
});
