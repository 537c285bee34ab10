import { err, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { AttemptContext, AttemptReport, WorkHandler } from '../work/handler.ts';
import type { Outcome } from '../work/outcome.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import type { Sweep } from './ports.ts';
import { ensurePushLanes } from './push-lanes.ts';
import { correctReadBack } from './read-back.ts';
import { routeFor } from './route.ts';
import { sweepDesired } from './sweep-desired.ts';
import type { SweptPage, SweptPlatform } from './sweep-page.ts';
import { readBackAll, readBackPage } from './sweep-read-back.ts';

/** A sweep's progress is in its own row, written page by page; there is nothing to acknowledge. */
type SweepHandler = WorkHandler<Stores, Sweep, never>;

type Context = Pick<TaskCenterContext, 'transactor' | 'registry' | 'doorbell' | 'clock'>;

/** After so many failures in a row, objects that cannot be read are passed over. */
const patience = 3;

/** Somebody else has gone on with this sweep, or ended it. */
const moved = { code: 'MOVED' } as const;
type Moved = typeof moved;

const done = (more: boolean): Outcome => ({ kind: 'done', more });

const openSwept = (
  stores: Stores,
  { registry }: Context,
  sweep: Sweep,
): ResultAsync<SweptPlatform | string, StoreFailure> =>
  safeTry(async function* () {
    const platform = yield* stores.platforms.find(sweep.tenant, sweep.platform);
    if (platform === null) return ok('the platform is gone');
    if (!platform.enabled) return ok('the platform is not enabled');
    const target = registry.open(platform);
    if (target.isErr())
      return ok(target.error.issues.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '));
    if (sweep.level === 2 && !target.value.capabilities.readBack) return ok('the platform cannot be read back');
    const lane = (yield* ensurePushLanes(stores, registry, sweep.tenant, [platform])).get(platform.code);
    if (lane === undefined) return ok('the platform has no lane');
    return ok({
      platform,
      target: target.value,
      lane,
      route: routeFor(yield* stores.rules.list(sweep.tenant), platform.code),
    });
  });

/** Writes a page's progress, unless somebody else went on meanwhile: what was read is the fencing token. */
const advance = (
  stores: Stores,
  seen: Sweep,
  page: Omit<SweptPage, 'rings'>,
): ResultAsync<Sweep, StoreFailure | Moved> =>
  safeTry(async function* () {
    const stored = yield* stores.sweeps.find(seen.tenant, seen.id);
    if (stored === null || stored.state !== 'running' || stored.cursor !== seen.cursor) return err(moved);
    const now = yield* stores.workflow.now();
    const next: Sweep = {
      ...stored,
      cursor: page.next,
      checked: stored.checked + page.checked,
      scheduled: stored.scheduled + page.scheduled,
      corrected: stored.corrected + page.corrected,
      state: page.next === null ? 'finished' : 'running',
      updatedAt: now,
      finishedAt: page.next === null ? now : null,
    };
    yield* stores.sweeps.update(next);
    return ok(next);
  });

const fail = ({ transactor }: Context, sweep: Sweep, failure: string): ResultAsync<Outcome, StoreFailure> =>
  transactor
    .run((stores) =>
      safeTry(async function* () {
        const now = yield* stores.workflow.now();
        yield* stores.sweeps.update({ ...sweep, state: 'failed', failure, updatedAt: now, finishedAt: now });
        return ok(undefined);
      }),
    )
    .map(() => done(false));

const sweepFirstLevel = (
  { transactor, doorbell }: Context,
  swept: SweptPlatform,
  sweep: Sweep,
): ResultAsync<Sweep, StoreFailure | Moved> =>
  transactor
    .run((stores) =>
      safeTry(async function* () {
        const page = yield* sweepDesired(stores, swept, sweep);
        return ok({ sweep: yield* advance(stores, sweep, page), rings: page.rings });
      }),
    )
    .map(({ sweep: next, rings }) => {
      doorbell.ring(rings);
      return next;
    });

/** Reads a page back outside any transaction, then writes what it showed and how far it came. */
const sweepSecondLevel = (
  { transactor, doorbell, clock }: Context,
  swept: SweptPlatform,
  sweep: Sweep,
  context: AttemptContext,
  failures: number,
): ResultAsync<Sweep | Outcome, StoreFailure | Moved> =>
  safeTry(async function* () {
    const page = yield* transactor.run((stores) => readBackPage(stores, swept, sweep));
    const { reads, stop } = await readBackAll(swept, page, context, clock);
    const passOver = stop !== null && failures >= patience && (stop.kind === 'failed' || stop.kind === 'unknown');
    const goesOn = stop === null || passOver;
    const written = yield* transactor.run((stores) =>
      safeTry(async function* () {
        const corrected = yield* correctReadBack(stores, swept, reads);
        if (!goesOn) return ok({ sweep: null, rings: corrected.rings });
        return ok({
          sweep: yield* advance(stores, sweep, { ...corrected, checked: reads.length, next: page.next }),
          rings: corrected.rings,
        });
      }),
    );
    doorbell.ring(written.rings);
    return ok(written.sweep ?? paused(stop));
  });

/** How the sweep itself goes on after an answer that stopped it: its own lane has nothing to do with the platform's troubles. */
const paused = (stop: Outcome | null): Outcome => {
  if (stop === null) return done(true);
  switch (stop.kind) {
    case 'done':
      return done(true);
    case 'deferred':
      return { ...stop, scope: 'key' };
    case 'failed':
      return stop;
    default:
      return { kind: 'failed', reason: stop.reason, retryAfterMs: null };
  }
};

const isSweep = (value: Sweep | Outcome): value is Sweep => 'id' in value;

const run = (
  context: Context,
  first: Sweep,
  attempt: AttemptContext,
  failures: number,
): ResultAsync<Outcome, StoreFailure | Moved> =>
  safeTry(async function* () {
    const swept = yield* context.transactor.run((stores) => openSwept(stores, context, first));
    if (typeof swept === 'string') return fail(context, first, swept);
    const enough = attempt.remainingMs() / 2;
    let sweep = first;
    while (sweep.state === 'running') {
      if (attempt.signal.aborted || attempt.remainingMs() < enough) return ok(done(true));
      const next: Sweep | Outcome =
        sweep.level === 1
          ? yield* sweepFirstLevel(context, swept, sweep)
          : yield* sweepSecondLevel(context, swept, sweep, attempt, failures);
      if (!isSweep(next)) return ok(next);
      sweep = next;
    }
    return ok(done(false));
  });

const report = (outcome: Outcome, level: number): AttemptReport<never> => ({
  outcome,
  operation: `sweep-${level}`,
  version: null,
  exchanges: [],
  ack: null,
});

/** Compares platforms with what they should show, page by page: the handler of the lane family `sweep`. */
export const createSweepHandler = (context: Context): SweepHandler => ({
  load: (stores, lane, claims) =>
    safeTry(async function* () {
      const items = new Map<number, Sweep>();
      for (const { id, key } of claims) {
        const sweep = yield* stores.sweeps.find(lane.tenant, key);
        if (sweep?.state === 'running') items.set(id, sweep);
      }
      return ok(items);
    }),
  attempt: async (group, attempt) => {
    const reports: AttemptReport<never>[] = [];
    for (const { claim, item } of group) {
      const outcome = await run(context, item, attempt, claim.attempts).match(
        (end) => end,
        (failure): Outcome =>
          failure.code === 'MOVED' ? done(true) : { kind: 'failed', reason: failure.message, retryAfterMs: null },
      );
      reports.push(report(outcome, item.level));
    }
    return reports;
  },
  acknowledge: () => okAsync(undefined),
});
