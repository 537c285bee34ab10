import { setTimeout as sleep } from 'node:timers/promises';
import type { OutsideEvent } from '../apps/server/src/testing/engine-history.ts';
import type { AmqpFeed } from './events/amqp-feed.ts';
import type { AmqpLink } from './events/amqp-link.ts';
import { feedRound } from './events/feed-round.ts';
import { arrivalsOf, roundEvents } from './events/histories.ts';
import type { HttpFeed } from './events/http-feed.ts';
import type { Fault, FaultKind } from './faults/fault.ts';
import { inflict, type InflictDependencies, type LossOfWorker } from './faults/inflict.ts';
import type { RoundPlan } from './faults/plan-round.ts';
import type { Random } from './random.ts';
import { within } from './until.ts';
import type { World } from './world.ts';

/** What the rounds have done so far. */
export interface Tally {
  readonly faults: Map<FaultKind, number>;
  kills: number;
  /** Each event once, as it was sent. */
  readonly events: OutsideEvent[];
  /** How often events were sent, repetitions left out. */
  sent: number;
  readonly losses: LossOfWorker[];
  /** What the broker has confirmed lately, and when, on the monotonic clock. */
  confirmed: { readonly at: number; readonly events: readonly OutsideEvent[] }[];
}

export interface RoundDependencies {
  readonly world: World;
  readonly link: AmqpLink;
  readonly atBroker: InflictDependencies['atBroker'];
  readonly http: HttpFeed;
  readonly amqp: AmqpFeed;
  readonly tally: Tally;
  /** Breaks waiting off. */
  readonly stopped: AbortSignal;
}

/** A confirm may be heard after a deletion that came after it. */
const confirmsLateMs = 1_000;
/** What is not taken so long after the last failure never will be. */
const takenWithinMs = 120_000;

/** Runs one round; resolves when all its events were taken, everything that was ended is there again, and the calm is over. */
export const runRound = async (
  plan: RoundPlan,
  random: Random,
  { world, link, atBroker, http, amqp, tally, stopped }: RoundDependencies,
): Promise<void> => {
  await Promise.all(world.vendors.all.map((vendor) => vendor.setFaults(plan.vendors[vendor.kind] ?? {})));
  const events = roundEvents(plan.events, plan.number, random.branch('events'), Date.now());
  const arrivals = arrivalsOf(events, random.branch('arrivals'));
  tally.events.push(...events);
  tally.sent += arrivals.reduce((sum, arrival) => sum + arrival.events.length, 0);

  const suffer = async (fault: Fault): Promise<void> => {
    tally.faults.set(fault.kind, (tally.faults.get(fault.kind) ?? 0) + 1);
    await inflict(fault, {
      world,
      atBroker,
      link,
      killed: () => void (tally.kills += 1),
      lost: (loss) => void tally.losses.push(loss),
      inboxGone: () => void (inboxGoneAt = performance.now()),
    });
  };
  const publish = async (batch: readonly OutsideEvent[]): Promise<void> => {
    await amqp.send(batch);
    tally.confirmed.push({ at: performance.now(), events: batch });
  };
  const begun = performance.now();
  const before = tally.confirmed;
  tally.confirmed = [];
  let inboxGoneAt = -Infinity;
  const suffering = plan.faults.map(async ({ atMs, fault }) => {
    await sleep(Math.max(0, atMs - (performance.now() - begun)), undefined, { signal: stopped });
    await suffer(fault);
  });
  const busy = Promise.all([feedRound(arrivals, plan.busyMs, { http, amqp: { send: publish } }), ...suffering]);
  await within(`the events of round ${plan.number} are taken`, plan.busyMs + takenWithinMs, busy);
  // Confirmed, and deleted perhaps before anybody took it: the engine tells it once more. What came later has to be there.
  const doubtful = [...before, ...tally.confirmed].filter(({ at }) => at < inboxGoneAt + confirmsLateMs);
  for (const { events: batch } of doubtful) await http.send(batch);
  await sleep(plan.calmMs, undefined, { signal: stopped });
};
