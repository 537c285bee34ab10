import type { Result, ResultAsync } from 'neverthrow';
import type { Instant, Millis } from '../../ports/instant.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { Claim, ScheduleItem, SessionId, Settled, Settlement } from '../../work/claim.ts';
import { defaultLaneConfig, type Lane, type LaneConfig } from '../../work/lane.ts';
import type { Want, WorkStores } from '../../work/ports.ts';
import { workClasses, type WorkState } from '../../work/index.ts';
import type { ContractCase } from '../contract-case.ts';

/** Empty stores to try out. Their clock stands still unless it is moved. */
export interface StoreBench {
  readonly transactor: Transactor<WorkStores>;
  /** Moves the store's clock. */
  advance(ms: Millis): Promise<void>;
  /** The store's clock. */
  now(): Promise<Instant>;
  /** How many histories a property tries. */
  readonly runs: number;
}

type NamedSteps = readonly [name: string, steps: (bench: Steps) => Promise<void>];

/** Turns named steps into cases, each of which wants empty stores. */
export const storeCases = (promises: readonly NamedSteps[]): readonly ContractCase<StoreBench>[] =>
  promises.map(([name, steps]) => ({ name, run: (bench) => steps(stepsOn(bench)) }));

/** Shorthand for what cases do all the time; failures of the store throw. */
export interface Steps extends StoreBench {
  run<T, E>(work: (stores: WorkStores) => ResultAsync<T, E>): Promise<T>;
  lane(name?: string, config?: Partial<LaneConfig>): Promise<Lane>;
  session(): Promise<SessionId>;
  schedule(lane: Lane, key: string, part?: Partial<ScheduleItem>): Promise<void>;
  /** Claims in one lane, of all classes unless told. */
  claim(session: SessionId, lane: Lane, count?: number, classes?: readonly Want['class'][]): Promise<readonly Claim[]>;
  /** Claims exactly one key. */
  claimOne(session: SessionId, lane: Lane): Promise<Claim>;
  settle(claim: Claim, part?: Partial<Settlement>): Promise<Settled | null>;
  find(lane: Lane, key: string): Promise<WorkState | null>;
}

export const stepsOn = (bench: StoreBench): Steps => {
  const run: Steps['run'] = async (work) => unwrap(await bench.transactor.run(work));
  const claim: Steps['claim'] = (session, lane, count = 10, classes = workClasses) =>
    run((stores) =>
      stores.work.claim(
        session,
        classes.map((name) => ({ lane: lane.id, class: name, count })),
      ),
    );
  return {
    transactor: bench.transactor,
    runs: bench.runs,
    advance: (ms) => bench.advance(ms),
    now: () => bench.now(),
    run,
    claim,
    lane: async (name = 'push/one', config = {}) => {
      const wanted = { tenant: 'default', name, config: { ...defaultLaneConfig, ...config } };
      const [lane] = await run((stores) => stores.lanes.ensure([wanted]));
      if (lane === undefined) throw new Error('ensure answered no lane');
      return lane;
    },
    session: () => run((stores) => stores.sessions.open(['*'])),
    schedule: (lane, key, part = {}) =>
      run((stores) =>
        stores.work.schedule([{ lane: lane.id, key, class: 'live', delayMs: 0, uncertain: false, ...part }]),
      ),
    claimOne: async (session, lane) => {
      const claims = await claim(session, lane);
      if (claims.length !== 1 || claims[0] === undefined) throw new Error(`expected one claim, found ${claims.length}`);
      return claims[0];
    },
    settle: async (claimed, part = {}) => {
      const { id, lane, key, uncertain } = claimed;
      const item: Settlement = {
        claim: id,
        lane,
        key,
        verdict: 'done',
        parked: null,
        counted: false,
        uncertain,
        delayMs: null,
        ...part,
      };
      return (await run((stores) => stores.work.settle([item])))[0] ?? null;
    },
    find: async (lane, key) => (await run((stores) => stores.work.find([{ lane: lane.id, key }])))[0] ?? null,
  };
};

const unwrap = <T, E>(result: Result<T, E>): T => {
  if (result.isErr()) throw new Error(`the store failed: ${JSON.stringify(result.error)}`);
  return result.value;
};
