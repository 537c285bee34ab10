import fc from 'fast-check';
import type { Claim, Settlement } from '../../work/claim.ts';
import { workClasses } from '../../work/claim.ts';
import type { Lane } from '../../work/lane.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { stepsOn, type Steps, type StoreBench } from './store-bench.ts';

/** What work rows promise under any history of schedules, claims, settlements, crashes and switches. */
export const workHistoryContract: readonly ContractCase<StoreBench>[] = [
  {
    name: 'MUST keep one valid claim a key and lose no schedule, whatever happens',
    run: async (bench) => {
      let histories = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), async (events) => {
          const history = await beginHistory(stepsOn(bench), `push/history-${(histories += 1)}`);
          for (const one of events) await history.happen(one);
          await history.end();
        }),
        { numRuns: bench.runs },
      );
    },
  },
];

type Event =
  | {
      readonly kind: 'schedule';
      readonly key: string;
      readonly class: (typeof workClasses)[number];
      readonly delayMs: number;
      readonly uncertain: boolean;
    }
  | { readonly kind: 'claim'; readonly count: number }
  | {
      readonly kind: 'settle';
      readonly pick: number;
      readonly verdict: Settlement['verdict'];
      readonly counted: boolean;
      readonly uncertain: boolean;
      readonly delayMs: number | null;
    }
  | { readonly kind: 'crash' }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'close'; readonly forMs: number }
  | { readonly kind: 'advance'; readonly ms: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('schedule'),
      key: fc.constantFrom('a', 'b', '张'),
      class: fc.constantFrom(...workClasses),
      delayMs: fc.constantFrom(0, 0, 400),
      uncertain: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim'), count: fc.integer({ min: 1, max: 2 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle'),
      pick: fc.nat(20),
      verdict: fc.constantFrom<Settlement['verdict']>('done', 'again', 'retry', 'release', 'park'),
      counted: fc.boolean(),
      uncertain: fc.boolean(),
      delayMs: fc.constantFrom(null, 0, 700),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause'), paused: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close'), forMs: fc.constantFrom(0, 300, 900) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance'), ms: fc.constantFrom(1, 300, 1_000) }) },
);

/** What must be so of one key. */
interface Expected {
  /** Work is owed: it is neither done nor parked, or was scheduled since. */
  owed: boolean;
  moved: boolean;
  uncertain: boolean;
  attempts: number;
  notBefore: number;
  valid: Claim | null;
}

const beginHistory = async (
  bench: Steps,
  name: string,
): Promise<{ happen(one: Event): Promise<void>; end(): Promise<void> }> => {
  const lane: Lane = await bench.lane(name);
  let session = await bench.session();
  let time = 0;
  let paused = false;
  let closedUntil = 0;
  const keys = new Map<string, Expected>();
  const claims: Claim[] = [];

  const take = (claim: Claim): void => {
    const key = keys.get(claim.key);
    if (key === undefined) throw new Error(`nobody scheduled ${claim.key}`);
    must(key.valid === null, `${claim.key} has one valid claim`);
    must(key.owed, `${claim.key} is owed an attempt`);
    must(!paused && closedUntil <= time, 'claims come from open lanes only');
    must(key.notBefore <= time, `the back-off of ${claim.key} is kept`);
    mustEqual([claim.uncertain, claim.attempts], [key.uncertain, key.attempts], `what the claim of ${claim.key} says`);
    Object.assign(key, { valid: claim, moved: false });
    claims.push(claim);
  };

  const settle = async (claim: Claim, part: Extract<Event, { kind: 'settle' }>): Promise<void> => {
    const key = keys.get(claim.key);
    if (key === undefined) return;
    const { verdict, counted, uncertain, delayMs } = part;
    const settled = await bench.settle(claim, {
      verdict,
      parked: verdict === 'park' ? 'refused' : null,
      counted,
      uncertain,
      delayMs,
    });
    if (key.valid?.id !== claim.id) return mustEqual(settled, null, 'an invalid claim settles nothing');
    mustEqual(settled?.moved, key.moved, `whether ${claim.key} moved`);
    const gone = verdict === 'done' && !key.moved;
    key.valid = null;
    key.owed = key.moved || !['done', 'park'].includes(verdict);
    key.uncertain = !gone && (uncertain || (key.moved && key.uncertain));
    key.attempts = gone || key.moved || verdict === 'again' ? 0 : key.attempts + (counted ? 1 : 0);
    if (gone) key.notBefore = 0;
    else if (delayMs !== null) key.notBefore = time + delayMs;
  };

  const crash = async (): Promise<void> => {
    const held = [...keys.entries()].filter(([, key]) => key.valid !== null);
    await bench.run((stores) => stores.sessions.revokeStale(0, null));
    const reaped = await bench.run((stores) => stores.sessions.takeOver(1_000, 1_000));
    mustEqual(reaped.map(({ key }) => key).sort(), held.map(([name]) => name).sort(), 'all claims are taken over');
    for (const [, key] of held) {
      const logged = key.valid === null ? null : await bench.run((stores) => stores.attempts.find(key.valid?.id ?? 0));
      mustEqual(logged?.outcome, 'interrupted', 'a claim taken over has its attempt');
      if (key.moved) key.attempts = 0;
      Object.assign(key, { valid: null, owed: true, uncertain: true });
    }
    session = await bench.session();
  };

  const happen = async (one: Event): Promise<void> => {
    switch (one.kind) {
      case 'schedule': {
        await bench.schedule(lane, one.key, one);
        const key = keys.get(one.key) ?? {
          owed: false,
          moved: false,
          uncertain: false,
          attempts: 0,
          notBefore: 0,
          valid: null,
        };
        keys.set(one.key, {
          ...key,
          owed: true,
          moved: key.valid !== null,
          uncertain: key.uncertain || one.uncertain,
          attempts: 0,
        });
        return;
      }
      case 'claim': {
        const found = await bench.claim(session, lane, one.count);
        for (const name of workClasses)
          must(found.filter((claim) => claim.class === name).length <= one.count, 'no more than wanted');
        return found.forEach(take);
      }
      case 'settle': {
        const claim = claims[one.pick % Math.max(1, claims.length)];
        return claim === undefined ? undefined : settle(claim, one);
      }
      case 'crash':
        return crash();
      case 'pause':
        paused = one.paused;
        return bench.run((stores) => stores.lanes.setPaused(lane.id, one.paused));
      case 'close':
        closedUntil = Math.max(closedUntil, time + one.forMs);
        return bench.run((stores) => stores.lanes.close(lane.id, one.forMs, 'throttled', false));
      case 'advance':
        time += one.ms;
        return bench.advance(one.ms);
    }
  };

  return {
    happen,
    end: async () => {
      await happen({ kind: 'pause', paused: false });
      await happen({ kind: 'advance', ms: 10_000 });
      const owed = [...keys.entries()].filter(([, key]) => key.owed && key.valid === null).map(([name]) => name);
      const found = await bench.claim(session, lane);
      mustEqual(
        found.map(({ key }) => key).sort(),
        owed.sort(),
        'whatever is owed an attempt can be claimed in the end',
      );
      found.forEach(take);
      await crash();
    },
  };
};
