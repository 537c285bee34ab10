import { arbitraryEngineHistory } from '@portico/core/testing';
import * as fc from 'fast-check';
import { engineHistory, shuffled, type OutsideEvent } from '../../apps/server/src/testing/engine-history.ts';
import type { Random } from '../random.ts';
import { outsideForm } from './outside-form.ts';

const day = 24 * 3_600_000;

/** Ids that no other history has: instances and tasks are `S-…`, events `evt-…`. */
const renamed = (event: OutsideEvent, prefix: string): OutsideEvent =>
  JSON.parse(JSON.stringify(event).replaceAll(/\b(S|evt)-(?=\d)/gu, `$1-${prefix}-`)) as OutsideEvent;

const wildHistory = (seed: number, prefix: string, base: number): readonly OutsideEvent[] => {
  const [events = []] = fc.sample(
    arbitraryEngineHistory({ base, seconds: 20, minEvents: 20, maxEvents: 40, instances: 4, tasksPerInstance: 3 }),
    { seed, numRuns: 1 },
  );
  return events.map((event) => renamed(outsideForm(event), prefix));
};

/**
 * About `count` distinct events of a round: half as an engine would report them, half anything that it might, with many in the same
 * second. None older than a month at `now`, none shared with other rounds.
 */
export const roundEvents = (count: number, round: number, random: Random, now: number): readonly OutsideEvent[] => {
  const orderly = engineHistory(Math.ceil(count / 2), random.whole(1, 2 ** 30), now - 20 * day);
  const events = orderly.map((event) => renamed(event, `r${round}`));
  for (let number = 1; events.length < count; number += 1)
    events.push(...wildHistory(random.whole(1, 2 ** 30), `r${round}h${number}`, now - 10 * day + number * 60_000));
  return events;
};

/** How events arrive: each once, half of them twice, in any order, alone or in batches, by either way. */
export interface Arrival {
  readonly way: 'http' | 'amqp';
  readonly events: readonly OutsideEvent[];
}

const sizes = [1, 1, 1, 2, 5, 20] as const;

export const arrivalsOf = (events: readonly OutsideEvent[], random: Random): readonly Arrival[] => {
  const again = shuffled(events, random.next).slice(0, Math.floor(events.length / 2));
  const arriving = shuffled([...events, ...again], random.next);
  const arrivals: Arrival[] = [];
  for (let from = 0; from < arriving.length;) {
    const size = random.pick([...sizes]);
    arrivals.push({ way: random.next() < 0.5 ? 'http' : 'amqp', events: arriving.slice(from, from + size) });
    from += size;
  }
  return arrivals;
};
