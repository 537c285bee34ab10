import { ok, okAsync, safeTry, type Err, type Result } from 'neverthrow';
import { createMemoryDatabase, type MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemoryTransactor } from '../../memory/memory-transactor.ts';
import { workTable } from '../../memory/memory-work-rows.ts';
import { createMemoryWorkStores } from '../../memory/memory-work-stores.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { plainReport } from '../../work/attempt-runner.ts';
import type { WorkHandler } from '../../work/handler.ts';
import { defaultLaneConfig, type Lane } from '../../work/lane.ts';
import type { WorkStores } from '../../work/ports.ts';
import { createWorker, type Worker } from '../../work/worker.ts';
import { must, mustEqual } from '../contract-case.ts';
import { createFakeClock } from '../fake-clock.ts';
import { createFakeDoorbell } from './fake-doorbell.ts';
import { createSimulatedProcess, type CrashPoint, type SimulatedProcess } from './simulated-process.ts';
import { createSimulatedTarget, faultless, type TargetFaults } from './simulated-target.ts';

/** Something that happens in a simulated world of two lanes, of which the second gives up soon, and two worker processes. */
export type WorldEvent =
  | { readonly kind: 'change'; readonly lane: number; readonly key: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'faults'; readonly faults: TargetFaults }
  | { readonly kind: 'crash'; readonly process: number; readonly at: CrashPoint }
  | { readonly kind: 'freeze'; readonly process: number }
  | { readonly kind: 'resume'; readonly process: number }
  | { readonly kind: 'restart'; readonly process: number; readonly boundMs: number }
  | { readonly kind: 'pause'; readonly lane: number; readonly paused: boolean }
  | { readonly kind: 'jump'; readonly ms: number };

/** The kernel at work over memory stores, with everything around it going wrong as told. */
export interface SimulatedWorld {
  happen(event: WorldEvent): Promise<void>;
  /** Rejects when something does not hold that must hold at any time. */
  checkAlways(): Promise<void>;
  /** Failures stop, switches go back, and time passes, at most three hours. */
  calmDown(): Promise<void>;
  checkEnd(): Promise<void>;
}

/** What a context knows of a key. */
interface Fact {
  readonly lane: number;
  readonly key: string;
  readonly desired: number;
  readonly acknowledged: number;
}

interface WorldStores extends WorkStores {
  readonly facts: ReturnType<typeof factsOf>;
}

const factsOf = (database: MemoryDatabase) => database.table<Fact>('fact');
const factKey = (lane: number, key: string): string => `${lane} ${key}`;

interface Running {
  readonly process: SimulatedProcess<WorldStores>;
  readonly worker: Worker;
}

const refuses = (_key: string, version: number): boolean => version % 3 === 0;

/** `rest` as for `createFakeClock`; the same seed and events make the same world. `open` opens the kernel's stores, to try broken ones. */
export const createSimulatedWorld = async (
  rest: () => Promise<void>,
  seed: number,
  open: (database: MemoryDatabase) => WorkStores = createMemoryWorkStores,
): Promise<SimulatedWorld> => {
  const random = randomOf(seed);
  const clock = createFakeClock(rest);
  let storeOffset = 0;
  const database = createMemoryDatabase(() => 2_000_000_000_000 + storeOffset + clock.monotonic());
  const transactor = createMemoryTransactor<WorldStores>(database, (opened) => ({
    ...open(opened),
    facts: factsOf(opened),
  }));
  const doorbell = createFakeDoorbell((ring) => (random() < 0.3 ? [] : random() < 0.3 ? [ring, ring] : [ring]));
  const target = createSimulatedTarget(random, refuses);
  const sent = new Set<number>();
  const broken: string[] = [];
  const retry = { scheduleMs: [200, 1_000, 5_000], maxAttempts: null, maxAgeMs: 60_000 };
  const config = { ...defaultLaneConfig, concurrency: 3, timeoutMs: 5_000, retry };
  const hasty = { ...config, retry: { ...retry, maxAttempts: 2 } };
  const wanted = [
    { tenant: 'default', name: 'push/one', config },
    { tenant: 'default', name: 'push/two', config: hasty },
  ];
  const lanes: readonly Lane[] = (await transactor.run((stores) => stores.lanes.ensure(wanted)))._unsafeUnwrap();
  const laneAt = (index: number): Lane => lanes[index % lanes.length] as Lane;

  const handlerOf = (process: SimulatedProcess<WorldStores>): WorkHandler<WorldStores, Fact, number> => ({
    load: (stores, lane, claims) =>
      okAsync(
        new Map(
          claims.flatMap((claim): [number, Fact][] => {
            const fact = stores.facts.get(factKey(lane.id, claim.key));
            return fact !== undefined && (fact.desired !== fact.acknowledged || claim.uncertain)
              ? [[claim.id, fact]]
              : [];
          }),
        ),
      ),
    attempt: (group, context) =>
      Promise.all(
        group.map(async ({ claim, item }) => {
          if (sent.has(claim.id)) broken.push(`claim ${claim.id} was attempted twice`);
          sent.add(claim.id);
          const outcome = await target.put(factKey(item.lane, item.key), item.desired, process.clock, context);
          return {
            ...plainReport(outcome),
            operation: 'put',
            version: item.desired,
            ack: outcome.kind === 'done' ? item.desired : null,
          };
        }),
      ),
    acknowledge: (stores, lane, acks) => {
      for (const { claim, ack } of acks) {
        const fact = stores.facts.get(factKey(lane.id, claim.key));
        if (fact === undefined || ack < fact.acknowledged || ack > fact.desired)
          broken.push(`${claim.key} was acknowledged as ${ack}`);
        else stores.facts.set(factKey(lane.id, claim.key), { ...fact, acknowledged: ack });
      }
      return okAsync(undefined);
    },
  });

  const start = async (): Promise<Running> => {
    const process = createSimulatedProcess(clock, transactor);
    const worker = createWorker({
      transactor: process.transactor,
      handlers: { push: handlerOf(process) },
      doorbell,
      clock: process.clock,
      random: { next: random },
    });
    let started = false;
    void worker.start().then(() => (started = true));
    await clock.until(() => started, 1_000);
    return { process, worker };
  };
  const running = [await start(), await start()];
  const at = (index: number): Running => running[index] as Running;

  const change = async (lane: Lane, key: string): Promise<void> => {
    (
      await transactor.run((stores) =>
        safeTry(async function* (): AsyncGenerator<Err<never, StoreFailure>, Result<void, StoreFailure>> {
          const fact = stores.facts.get(factKey(lane.id, key)) ?? { lane: lane.id, key, desired: 0, acknowledged: 0 };
          stores.facts.set(factKey(lane.id, key), { ...fact, desired: fact.desired + 1 });
          yield* stores.work.schedule([{ lane: lane.id, key, class: 'live', delayMs: 0, uncertain: false }]);
          return ok(undefined);
        }),
      )
    )._unsafeUnwrap();
    doorbell.ring([{ lane: lane.id, keys: [key] }]);
  };

  const restart = async (index: number, boundMs: number): Promise<void> => {
    const { process, worker } = at(index);
    process.resume();
    if (!process.isDead()) {
      let stopped = false;
      void worker.stop(boundMs).then(() => (stopped = true));
      await clock.until(() => stopped || process.isDead(), 60_000);
    }
    running[index] = await start();
  };

  const happen = async (event: WorldEvent): Promise<void> => {
    switch (event.kind) {
      case 'change':
        return change(laneAt(event.lane), `key-${event.key}`);
      case 'pass':
        return clock.advance(event.ms);
      case 'faults':
        target.faults = event.faults;
        return;
      case 'crash':
        return at(event.process).process.crash(event.at);
      case 'freeze':
        return at(event.process).process.freeze();
      case 'resume':
        return at(event.process).process.resume();
      case 'restart':
        return restart(event.process, event.boundMs);
      case 'pause':
        (await transactor.run((stores) => stores.lanes.setPaused(laneAt(event.lane).id, event.paused)))._unsafeUnwrap();
        return;
      case 'jump':
        clock.jump(event.ms);
        storeOffset += Math.max(0, Math.min(event.ms, 2_000));
        return;
    }
  };

  const facts = (): readonly Fact[] => factsOf(database).all();

  return {
    happen,
    checkAlways: async () => {
      const found = await transactor.run((stores) => {
        for (const fact of stores.facts.all()) {
          const row = workTable(database).get(factKey(fact.lane, fact.key));
          must(
            fact.acknowledged === fact.desired || row !== undefined,
            `${fact.key} differs and nobody looks after it`,
          );
          if (row === undefined || row.parked === null) continue;
          must(row.claim === null && row.dueAt === Infinity, `${fact.key} is parked and yet under way`);
        }
        return okAsync(undefined);
      });
      must(found.isOk(), 'the store answers');
      mustEqual(broken, [], 'what must never happen');
    },
    calmDown: async () => {
      target.faults = faultless;
      for (const lane of lanes) await happen({ kind: 'pause', lane: lanes.indexOf(lane), paused: false });
      for (const [index, { process }] of running.entries()) {
        process.spare();
        process.resume();
        await clock.advance(100);
        if (process.isDead()) running[index] = await start();
      }
      await clock.advance(60_000);
      // One success tells each lane that its target is back; poisoned keys wait for a person.
      for (const lane of lanes) {
        (await transactor.run((stores) => stores.work.redrive(lane.id, ['poison'], 'bulk', 100)))._unsafeUnwrap();
        await change(lane, 'last');
        await clock.advance(61_000);
      }
      const quiet = (): boolean =>
        workTable(database)
          .all()
          .every((row) => row.parked !== null);
      must(await clock.until(quiet, 3 * 3_600_000), 'everything comes to rest');
    },
    checkEnd: async () => {
      mustEqual(broken, [], 'what must never happen');
      for (const fact of facts()) {
        const row = workTable(database).get(factKey(fact.lane, fact.key));
        const refused = refuses(fact.key, fact.desired);
        mustEqual([row?.parked ?? null], [refused ? 'refused' : null], `how ${fact.key} stands`);
        if (refused) continue;
        mustEqual(
          [fact.acknowledged, target.shown.get(factKey(fact.lane, fact.key))],
          [fact.desired, fact.desired],
          `what is known and shown of ${fact.key}`,
        );
      }
      for (const claim of sent) {
        const logged = (await transactor.run((stores) => stores.attempts.find(claim)))._unsafeUnwrap();
        must(logged !== null, `claim ${claim} was attempted and is not in the log`);
      }
      for (const { process, worker } of running) {
        let stopped = false;
        void worker.stop(1_000).then(() => (stopped = true));
        must((await clock.until(() => stopped, 60_000)) || process.isDead(), 'workers can be stopped');
      }
    },
  };
};

/** Small, seeded randomness (mulberry32). */
const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
