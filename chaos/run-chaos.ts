import { lookAtEverything, type Findings } from './checks/look.ts';
import { createLedger } from './checks/ledger.ts';
import { listenToDomain } from './domain-listener.ts';
import { createAmqpFeed } from './events/amqp-feed.ts';
import { createAmqpLink } from './events/amqp-link.ts';
import { createHttpFeed } from './events/http-feed.ts';
import { planRound, planShort, type RoundPlan } from './faults/plan-round.ts';
import type { ChaosOptions } from './options.ts';
import type { Children } from './processes/children.ts';
import type { Programs } from './processes/programs.ts';
import type { RunFolder } from './processes/run-folder.ts';
import { oneAtATime } from './processes/service.ts';
import type { Progress } from './progress.ts';
import { pushParked, untilQuiet } from './quiescence.ts';
import { createRandom } from './random.ts';
import { runRound, type Tally } from './run-round.ts';
import { startWorld } from './world.ts';

/** What a run came to. */
export interface ChaosResult extends Findings {
  readonly seed: number;
  readonly rounds: number;
  readonly kills: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly events: number;
  readonly sent: number;
  readonly repeated: { readonly http: number; readonly amqp: number };
  /** Processes that ended although nobody ended them. */
  readonly gaveUp: readonly string[];
  readonly refusedStarts: number;
  /** Work that was left at the bound; 0 when quiet. */
  readonly left: number;
  readonly quietAfterMs: number;
  readonly pushedByHand: number;
  readonly told: { readonly heard: number; readonly distinct: number };
  readonly tookMs: number;
}

const minute = 60_000;
const killsInRound = 10;
const usualRound = { events: 260, busyMs: 36_000, calmMs: 26_000, kills: killsInRound };
const quietWithinMs = 4 * minute;

/** Runs rounds until enough was killed, waits for calm, and looks. Whoever called ends the children. */
export const runChaos = async (
  options: ChaosOptions,
  children: Children,
  programs: Programs,
  folder: RunFolder,
  progress: Progress,
  stopped: AbortSignal,
): Promise<ChaosResult> => {
  const begun = performance.now();
  const random = createRandom(options.seed);
  progress.say('starting PostgreSQL, RabbitMQ, Redis, the vendors, a server and two workers');
  const world = await startWorld(children, programs, folder, options.seed);
  const ledger = createLedger(world.databaseUrl);
  await ledger.watchTakeovers();
  const link = createAmqpLink(world.brokerUrl, stopped);
  const atBroker = oneAtATime();
  const domain = listenToDomain(link, stopped);
  const http = createHttpFeed(world.api, stopped);
  const amqp = createAmqpFeed(link, stopped);
  const tally: Tally = { faults: new Map(), kills: 0, events: [], sent: 0, losses: [], confirmed: [] };
  const vendors = world.vendors.all.map(({ kind }) => kind);

  const plan = (number: number): RoundPlan =>
    options.short
      ? planShort(vendors, random.branch('plan'))
      : planRound(
          number,
          { ...usualRound, kills: Math.min(killsInRound, options.kills - tally.kills) },
          vendors,
          random.branch(`plan ${number}`),
        );
  let rounds = 0;
  const isOver = (): boolean =>
    rounds > 0 &&
    (options.short || tally.kills >= options.kills || performance.now() - begun > options.minutes * minute);
  while (!isOver()) {
    rounds += 1;
    progress.round(rounds, () => tally);
    await runRound(plan(rounds), random.branch(`round ${rounds}`), {
      world,
      link,
      atBroker,
      http,
      amqp,
      tally,
      stopped,
    });
  }

  progress.say('no more failures; waiting until nothing is left to do');
  await Promise.all(world.vendors.all.map((vendor) => vendor.setFaults({})));
  const calmFrom = performance.now();
  const tellLeft = (left: number): void => progress.left(left);
  let left = await untilQuiet(ledger, quietWithinMs, tellLeft);
  const pushedByHand = await pushParked(ledger, world.api);
  if (pushedByHand > 0) left = await untilQuiet(ledger, quietWithinMs, tellLeft);
  const quietAfterMs = performance.now() - calmFrom;

  progress.say('looking at everything');
  const processes = [world.server, ...world.workers];
  const gaveUp = processes.flatMap((one) => [...one.gaveUp]);
  if (!world.vendors.running()) gaveUp.push('the vendors');
  await Promise.all(processes.map((one) => one.stop()));
  const findings = await lookAtEverything(tally.events, world.vendors, ledger, tally.losses);
  const told = domain.counts();
  domain.stop();
  await link.close();
  return {
    ...findings,
    seed: options.seed,
    rounds,
    kills: tally.kills,
    faults: tally.faults,
    events: tally.events.length,
    sent: tally.sent,
    repeated: { http: http.repeated(), amqp: amqp.repeated() },
    gaveUp,
    refusedStarts: processes.reduce((sum, one) => sum + one.refusedStarts(), 0),
    left,
    quietAfterMs,
    pushedByHand,
    told,
    tookMs: performance.now() - begun,
  };
};
