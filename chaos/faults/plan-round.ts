import type { Faults } from '@portico/adapters-platforms/sandboxes';
import type { Random } from '../random.ts';
import { killsOf, type Fault, type FaultKind } from './fault.ts';

/** A fault and when it comes, milliseconds after its round began. */
export interface TimedFault {
  readonly atMs: number;
  readonly fault: Fault;
}

/** What one round does. */
export interface RoundPlan {
  readonly number: number;
  readonly events: number;
  /** Events arrive and faults come for so long. */
  readonly busyMs: number;
  /** Then nothing is hurt for so long: longer than a lost worker's claims are waited for. */
  readonly calmMs: number;
  readonly faults: readonly TimedFault[];
  /** How each vendor behaves. */
  readonly vendors: Readonly<Record<string, Partial<Faults>>>;
}

/** Workers are what this is about; a broker takes longest to come back. */
const weights: readonly (readonly [FaultKind, number])[] = [
  ['kill a worker', 40],
  ['kill both workers', 8],
  ['kill the server', 14],
  ['kill RabbitMQ', 7],
  ['kill PostgreSQL', 8],
  ['stop PostgreSQL at once', 4],
  ['kill Redis', 6],
  ['empty Redis', 5],
  ['freeze Redis', 4],
  ['delete the doorbells', 5],
];

/** A frozen worker has been silent for longer than its claims are waited for when it goes on. */
const frozenMs = [26_000, 32_000] as const;

const faultOf = (kind: FaultKind, random: Random): Fault => {
  switch (kind) {
    case 'kill a worker':
      return { kind, which: random.pick([0, 1]) };
    case 'kill Redis':
      return { kind, awayMs: random.whole(500, 5_000) };
    case 'freeze Redis':
      return { kind, forMs: random.whole(2_000, 6_000) };
    case 'freeze a worker':
      return { kind, which: random.pick([0, 1]), forMs: random.whole(...frozenMs) };
    default:
      return { kind };
  }
};

const usual: Partial<Faults> = { failRate: 0.2, loseAnswerRate: 0.1, expireTokens: true };

/** Always failing and losing answers, and one thing more. */
export const vendorFaults = (random: Random): Partial<Faults> =>
  random.weighted<Partial<Faults>>([
    [{ ...usual, latencyMs: random.whole(0, 60), hangRate: 0.01 }, 4],
    [{ ...usual, latencyMs: random.whole(200, 800) }, 2],
    [{ ...usual, hangRate: 0.05 }, 2],
    [{ ...usual, throttlePerSecond: random.whole(8, 30) }, 2],
    [{ ...usual, loseAnswerRate: 0.3 }, 1],
  ]);

export interface RoundShape {
  readonly events: number;
  readonly busyMs: number;
  readonly calmMs: number;
  /** How many processes are killed at least. */
  readonly kills: number;
}

/** Plans a round: the same random source plans the same. */
export const planRound = (number: number, shape: RoundShape, vendors: readonly string[], random: Random): RoundPlan => {
  const { events, busyMs, calmMs } = shape;
  const drawn: Fault[] = [];
  for (let kills = 0; kills < shape.kills;) {
    const fault = faultOf(random.weighted(weights), random);
    drawn.push(fault);
    kills += killsOf[fault.kind];
  }
  const faults: TimedFault[] = [];
  for (const [index, fault] of drawn.entries()) {
    // Troubles come in pairs: who is hit while another is away has nobody to lean on.
    const { atMs: last } = faults.at(-1) ?? { atMs: null };
    const alone = Math.round(((index + random.next()) / drawn.length) * busyMs);
    const atMs = last !== null && random.next() < 0.35 ? last + random.whole(0, 500) : alone;
    faults.push({ atMs: Math.min(busyMs, atMs), fault });
  }
  if (random.next() < 0.4)
    faults.push({ atMs: random.whole(0, busyMs / 4), fault: faultOf('freeze a worker', random) });
  if (random.next() < 0.25)
    faults.push({ atMs: random.whole(busyMs / 3, busyMs), fault: { kind: 'delete the inbox' } });
  return {
    number,
    events,
    busyMs,
    calmMs,
    faults: faults.toSorted((a, b) => a.atMs - b.atMs),
    vendors: Object.fromEntries(vendors.map((vendor) => [vendor, vendorFaults(random)])),
  };
};

/** What a short run suffers, and after how many seconds. */
const shortFaults: readonly (readonly [FaultKind, number])[] = [
  ['freeze a worker', 0],
  ['delete the inbox', 0.8],
  ['kill a worker', 2],
  ['empty Redis', 3],
  ['kill PostgreSQL', 5],
  ['kill both workers', 5.2],
  ['kill the server', 8],
  ['delete the doorbells', 9],
  ['kill RabbitMQ', 10],
  ['kill a worker', 12],
  ['kill Redis', 13],
];

/** One round with each kind of fault that fits into a minute. */
export const planShort = (vendors: readonly string[], random: Random): RoundPlan => ({
  number: 1,
  events: 300,
  busyMs: 16_000,
  calmMs: 24_000,
  faults: shortFaults.map(([kind, second]) => ({
    atMs: Math.round(second * 1_000 + random.next() * 500),
    fault: kind === 'freeze a worker' ? { kind, which: 0, forMs: frozenMs[0] } : faultOf(kind, random),
  })),
  vendors: Object.fromEntries(vendors.map((vendor) => [vendor, vendorFaults(random)])),
});
