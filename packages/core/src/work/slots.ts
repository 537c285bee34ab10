import { workClasses, type WorkClass } from './claim.ts';
import type { LaneConfig } from './lane.ts';
import type { Standing } from './standing.ts';

/** How many slots each class gets. */
export type SlotShares = Readonly<Record<WorkClass, number>>;

const weights: SlotShares = { live: 6, retry: 3, bulk: 1 };

/** One worker's part of a lane's concurrency; over all workers the parts add up to it. */
export const shareOfConcurrency = (config: LaneConfig, standing: Standing): number =>
  Math.floor(config.concurrency / standing.alive) + (standing.rank < config.concurrency % standing.alive ? 1 : 0);

/**
 * Divides slots among classes. Every class gets at least one, also one that had nothing last time; the rest goes by weight to those
 * that had more than they got (`hungry`), to all when none had. Fewer than three slots rotate with `turn`.
 */
export const divideSlots = (slots: number, turn: number, hungry: ReadonlySet<WorkClass>): SlotShares => {
  const shares = { live: 0, retry: 0, bulk: 0 };
  if (slots < workClasses.length) {
    for (let slot = 0; slot < slots; slot += 1) shares[classOfTurn(turn + slot)] += 1;
    return shares;
  }
  const eaters = workClasses.filter((name) => hungry.size === 0 || hungry.has(name));
  const spare = slots - workClasses.length;
  const weight = eaters.reduce((sum, name) => sum + weights[name], 0);
  let given = 0;
  for (const name of workClasses) {
    const part = eaters.includes(name) ? Math.floor((spare * weights[name]) / weight) : 0;
    shares[name] = 1 + part;
    given += part;
  }
  shares[eaters[0] ?? 'live'] += spare - given;
  return shares;
};

/** Divides what the first round left over among the classes that may still have something. */
export const divideLeftovers = (slots: number, mayHaveMore: readonly WorkClass[]): SlotShares => {
  const shares = { live: 0, retry: 0, bulk: 0 };
  const weight = mayHaveMore.reduce((sum, name) => sum + weights[name], 0);
  let left = slots;
  for (const name of mayHaveMore) {
    const part = Math.min(left, Math.ceil((slots * weights[name]) / weight));
    shares[name] = part;
    left -= part;
  }
  return shares;
};

/** Which class a single free slot goes to: six turns in ten are live, three retry, one bulk, evenly spread. */
export const classOfTurn = (turn: number): WorkClass => rota[turn % rota.length] ?? 'live';

const rota: readonly WorkClass[] = ['live', 'retry', 'live', 'bulk', 'live', 'retry', 'live', 'live', 'retry', 'live'];
