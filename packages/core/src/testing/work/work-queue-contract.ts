import type { Settlement } from '../../work/claim.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { storeCases, type Steps, type StoreBench } from './store-bench.ts';

const failed: Partial<Settlement> = { verdict: 'retry', counted: true, delayMs: 1_000 };

/** What every `WorkQueue` promises, by example. */
export const workQueueContract: readonly ContractCase<StoreBench>[] = storeCases([
  [
    'MUST hand out a scheduled key once and remove it when it is done',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      const claim = await bench.claimOne(session, lane);
      mustEqual(
        [claim.key, claim.generation, claim.attempts, claim.uncertain, claim.failingForMs, claim.uncertainForMs],
        ['a', 1, 0, false, 0, null],
        'a fresh claim',
      );
      mustEqual(await bench.claim(session, lane), [], 'a claimed key is not claimed again');
      mustEqual((await bench.settle(claim))?.moved, false, 'settled, not moved');
      mustEqual(await bench.find(lane, 'a'), null, 'a done key leaves no row');
    },
  ],
  [
    'MUST let exactly one of several racing claims win',
    async (bench) => {
      const lane = await bench.lane();
      const sessions = [await bench.session(), await bench.session(), await bench.session()];
      for (const key of ['a', 'b', 'c', 'd']) await bench.schedule(lane, key);
      const claims = (await Promise.all(sessions.map((session) => bench.claim(session, lane, 2)))).flat();
      const rest = await Promise.all(sessions.map((session) => bench.claim(session, lane, 4)));
      const keys = [...claims, ...rest.flat()].map(({ key }) => key).sort();
      mustEqual(keys, ['a', 'b', 'c', 'd'], 'every key claimed once');
      must(new Set([...claims, ...rest.flat()].map(({ id }) => id)).size === 4, 'claims have ids of their own');
    },
  ],
  [
    'MUST claim no more than wanted, oldest first',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      for (const key of ['c', 'a', 'b']) {
        await bench.schedule(lane, key);
        await bench.advance(10);
      }
      mustEqual(
        (await bench.claim(session, lane, 2, ['live'])).map(({ key }) => key),
        ['c', 'a'],
        'the two oldest',
      );
    },
  ],
  [
    'MUST claim by class',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'bulk', { class: 'bulk' });
      await bench.schedule(lane, 'live');
      mustEqual(
        (await bench.claim(session, lane, 5, ['bulk'])).map(({ key }) => key),
        ['bulk'],
        'only the class wanted',
      );
    },
  ],
  [
    'MUST hand out at once a key that waits and becomes more urgent, behind those of its new class',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'old', { class: 'bulk' });
      await bench.advance(4_000);
      mustEqual(await bench.claim(session, lane, 5, ['live']), [], 'nothing is live yet');
      await bench.schedule(lane, 'live');
      await bench.advance(1);
      await bench.schedule(lane, 'old');
      mustEqual(
        (await bench.claim(session, lane, 5, ['live'])).map(({ key }) => key),
        ['live', 'old'],
        'both, in the order in which they became live',
      );
    },
  ],
  [
    'MUST bump the generation, reset attempts and un-park when a key is scheduled again',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'park', parked: 'refused', counted: true });
      const parked = await bench.find(lane, 'a');
      mustEqual(
        [parked?.parked, parked?.dueAt, parked?.attempts, parked?.claimed],
        ['refused', null, 1, false],
        'parked',
      );
      mustEqual(await bench.claim(session, lane), [], 'a parked key is not claimed');
      await bench.schedule(lane, 'a');
      const again = await bench.find(lane, 'a');
      mustEqual([again?.generation, again?.attempts, again?.parked], [2, 0, null], 'a fresh generation');
      const claim = await bench.claimOne(session, lane);
      mustEqual([claim.attempts, claim.failingForMs], [0, 0], 'nothing of the old generation counts');
    },
  ],
  [
    'MUST keep the most urgent class, the earliest time and the uncertainty of what is scheduled together',
    async (bench) => {
      const lane = await bench.lane();
      const item = { lane: lane.id, key: 'a', class: 'bulk' as const, delayMs: 5_000, uncertain: true };
      await bench.run((stores) =>
        stores.work.schedule([item, { ...item, class: 'live', delayMs: 100, uncertain: false }]),
      );
      const state = await bench.find(lane, 'a');
      mustEqual(
        [state?.class, (state?.dueAt ?? 0) - (await bench.now()), state?.uncertain, state?.generation],
        ['live', 100, true, 1],
        'merged',
      );
      await bench.schedule(lane, 'a', { class: 'bulk', delayMs: 9_000 });
      const later = await bench.find(lane, 'a');
      mustEqual(
        [later?.class, (later?.dueAt ?? 0) - (await bench.now()), later?.uncertain],
        ['live', 100, true],
        'never less urgent, never later, never certain',
      );
    },
  ],
  [
    'MUST hand out with a claim the latest trace that the key was scheduled with, whatever became of earlier claims',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      const traces = ['1', '2', '3'].map((digit) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`);
      await bench.schedule(lane, 'a', { trace: traces[0] ?? null });
      await bench.schedule(lane, 'plain');
      const claims = await bench.claim(session, lane);
      const traceOf = (key: string): unknown => claims.find((claim) => claim.key === key)?.trace;
      mustEqual([traceOf('a'), traceOf('plain')], [traces[0], null], 'its own, or none');
      for (const claim of claims) await bench.settle(claim, { verdict: 'again' });
      await bench.schedule(lane, 'a');
      const again = (await bench.claim(session, lane)).find(({ key }) => key === 'a');
      mustEqual(again?.trace, traces[0], 'kept by a retry, and by a schedule that is not traced');
      await bench.schedule(lane, 'a', { trace: traces[1] ?? null });
      await bench.run((stores) => stores.sessions.revokeStale(0, null));
      await bench.run((stores) => stores.sessions.takeOver(9, 10));
      const later = await bench.session();
      const taken = (await bench.claim(later, lane)).find(({ key }) => key === 'a');
      mustEqual(taken?.trace, traces[1], 'replaced while it was claimed, and kept by a takeover');
      const item = { lane: lane.id, key: 'b', class: 'live' as const, delayMs: 0, uncertain: false };
      await bench.run((stores) => stores.work.schedule([item, { ...item, trace: traces[2] ?? null }, item]));
      mustEqual((await bench.claimOne(later, lane)).trace, traces[2], 'merged');
    },
  ],
  [
    'MUST NOT undercut a back-off by scheduling',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'retry', delayMs: 60_000 });
      await bench.schedule(lane, 'a');
      mustEqual(await bench.claim(session, lane), [], 'still backing off');
      mustEqual(await bench.run((stores) => stores.work.nextDueInMs([lane.id])), 60_000, 'due when the back-off ends');
      await bench.advance(60_000);
      must((await bench.claim(session, lane)).length === 1, 'due after the back-off');
    },
  ],
  [
    'MUST count failures, move the key to the class retry and tell for how long it has failed',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.settle(await bench.claimOne(session, lane), failed);
      await bench.advance(1_000);
      const second = await bench.claimOne(session, lane);
      mustEqual(
        [second.attempts, second.class, second.failingForMs, second.uncertain],
        [1, 'retry', 1_000, false],
        'after one failure',
      );
      await bench.settle(second, failed);
      await bench.advance(2_500);
      const third = await bench.claimOne(session, lane);
      mustEqual([third.attempts, third.failingForMs], [2, 3_500], 'from the first failure on');
    },
  ],
  [
    'MUST leave attempts alone when a claim is released or deferred',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'release' });
      const released = await bench.claimOne(session, lane);
      mustEqual([released.attempts, released.class, released.generation], [0, 'live', 1], 'released');
      await bench.settle(released, { verdict: 'retry', delayMs: 300 });
      await bench.advance(300);
      mustEqual((await bench.claimOne(session, lane)).attempts, 0, 'deferred');
    },
  ],
  [
    'MUST leave the due time alone when a settlement names none',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      const before = (await bench.find(lane, 'a'))?.dueAt;
      await bench.advance(50);
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'retry' });
      mustEqual((await bench.find(lane, 'a'))?.dueAt, before, 'its own time');
    },
  ],
  ...(['done', 'park', 'retry', 'release', 'again'] as const).map(
    (verdict): readonly [string, (bench: Steps) => Promise<void>] => [
      `MUST attempt a key once more that was scheduled during its attempt, though it settles as ${verdict}`,
      async (bench) => {
        const [lane, session] = [await bench.lane(), await bench.session()];
        await bench.schedule(lane, 'a');
        const claim = await bench.claimOne(session, lane);
        await bench.schedule(lane, 'a');
        mustEqual(await bench.claim(session, lane), [], 'one valid claim a key');
        mustEqual(
          (
            await bench.settle(claim, {
              verdict,
              parked: verdict === 'park' ? 'refused' : null,
              counted: verdict === 'park',
            })
          )?.moved,
          true,
          'moved',
        );
        const state = await bench.find(lane, 'a');
        mustEqual(
          [state?.parked, state?.attempts, state?.claimed],
          [null, 0, false],
          'not parked, attempts start again',
        );
        mustEqual((await bench.claimOne(session, lane)).generation, 2, 'due again');
      },
    ],
  ),
  [
    'MUST make a key due at once and fresh when a further step follows',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.settle(await bench.claimOne(session, lane), failed);
      await bench.advance(1_000);
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'again' });
      const claim = await bench.claimOne(session, lane);
      mustEqual([claim.attempts, claim.failingForMs], [0, 0], 'as a fresh generation');
    },
  ],
  [
    'MUST ignore the settlement of a claim that is no longer valid',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      const stale = await bench.claimOne(session, lane);
      await bench.settle(stale, { verdict: 'release' });
      const valid = await bench.claimOne(session, lane);
      mustEqual(await bench.settle(stale), null, 'left out of the answer');
      must((await bench.find(lane, 'a'))?.claimed === true, 'and without effect');
      must((await bench.settle(valid)) !== null, 'the valid one counts');
      mustEqual(await bench.settle(valid), null, 'once');
    },
  ],
  [
    'MUST keep uncertainty until a settlement clears it, and count its age from the latest cause',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a', { uncertain: true });
      await bench.schedule(lane, 'a');
      await bench.advance(100);
      const first = await bench.claimOne(session, lane);
      mustEqual([first.uncertain, first.uncertainForMs], [true, 100], 'scheduled as uncertain');
      await bench.settle(first, { verdict: 'retry', counted: true, uncertain: true });
      await bench.advance(30);
      const second = await bench.claimOne(session, lane);
      mustEqual(second.uncertainForMs, 30, 'a counted attempt may have been sent: the age starts again');
      await bench.settle(second, { verdict: 'retry', delayMs: 50 });
      await bench.advance(50);
      const third = await bench.claimOne(session, lane);
      mustEqual(third.uncertainForMs, 80, 'a deferral changes nothing');
      await bench.settle(third, { verdict: 'retry', uncertain: false });
      mustEqual((await bench.claimOne(session, lane)).uncertainForMs, null, 'cleared');
    },
  ],
  [
    'MUST remember that a key was scheduled as uncertain while its claim was under way',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      const claim = await bench.claimOne(session, lane);
      await bench.schedule(lane, 'a', { uncertain: true });
      await bench.settle(claim, { uncertain: false });
      must((await bench.find(lane, 'a'))?.uncertain === true, 'still uncertain');
    },
  ],
  [
    'MUST claim nothing in a paused or closed lane, and everything again afterwards',
    async (bench) => {
      const [lane, other, session] = [await bench.lane(), await bench.lane('push/two'), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.schedule(other, 'b');
      const due = (await bench.find(lane, 'a'))?.dueAt;
      await bench.run((stores) => stores.lanes.setPaused(lane.id, true));
      mustEqual(await bench.claim(session, lane), [], 'paused');
      mustEqual(await bench.run((stores) => stores.work.nextDueInMs([lane.id])), null, 'nothing to wait for');
      mustEqual(
        await bench.run((stores) => stores.work.nextDueInMs([lane.id, other.id])),
        0,
        'another lane does not mind',
      );
      await bench.run((stores) => stores.lanes.setPaused(lane.id, false));
      await bench.run((stores) => stores.lanes.close(lane.id, 700, 'throttled', false));
      mustEqual(await bench.claim(session, lane), [], 'closed');
      mustEqual(await bench.run((stores) => stores.work.nextDueInMs([lane.id])), 700, 'due when it opens');
      mustEqual((await bench.find(lane, 'a'))?.dueAt, due, 'closing a lane changes no due time');
      must((await bench.claim(session, other)).length === 1, 'a closed lane stops no other');
      await bench.advance(700);
      must((await bench.claim(session, lane)).length === 1, 'open again');
    },
  ],
  [
    'MUST let the age of failing stand still while the lane is closed or paused',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.settle(await bench.claimOne(session, lane), failed);
      await bench.run((stores) => stores.lanes.close(lane.id, 5_000, 'breaker', true));
      await bench.advance(2_000);
      await bench.run((stores) => stores.lanes.setPaused(lane.id, true));
      await bench.advance(10_000);
      await bench.run((stores) => stores.lanes.setPaused(lane.id, false));
      await bench.advance(1_000);
      mustEqual((await bench.claimOne(session, lane)).failingForMs, 1_000, 'only the open time counts');
    },
  ],
  [
    'MUST make parked keys due again when they are re-driven',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      for (const key of ['a', 'b', 'c']) await bench.schedule(lane, key);
      const claims = [...(await bench.claim(session, lane))].sort((x, y) => (x.key < y.key ? -1 : 1));
      const [a, b] = claims;
      if (a === undefined || b === undefined) throw new Error('three claims expected');
      await bench.settle(a, { verdict: 'park', parked: 'exhausted', counted: true, uncertain: true });
      await bench.settle(b, { verdict: 'park', parked: 'refused' });
      const count = await bench.run((stores) => stores.work.redrive(lane.id, ['exhausted', 'poison'], 'bulk', 100));
      mustEqual(count, 1, 'one key was parked for that reason');
      mustEqual((await bench.find(lane, 'b'))?.parked, 'refused', 'other reasons stay');
      const again = await bench.claimOne(session, lane);
      mustEqual(
        [again.key, again.class, again.attempts, again.uncertain, again.failingForMs],
        ['a', 'bulk', 0, true, 0],
        'fresh, bulk, as uncertain as before',
      );
    },
  ],
  [
    'MUST keep a claimed key safe from forgetting and forget a free one',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      const claim = await bench.claimOne(session, lane);
      mustEqual(await bench.run((stores) => stores.work.forget(lane.id, 'a')), false, 'claimed');
      await bench.settle(claim, { verdict: 'release' });
      mustEqual(await bench.run((stores) => stores.work.forget(lane.id, 'a')), true, 'free');
      mustEqual(await bench.find(lane, 'a'), null, 'gone');
      mustEqual(await bench.run((stores) => stores.work.forget(lane.id, 'a')), false, 'once');
    },
  ],
  [
    'MUST say what waits in a lane',
    async (bench) => {
      const [lane, empty, session] = [await bench.lane(), await bench.lane('push/empty'), await bench.session()];
      await bench.schedule(lane, 'claimed');
      await bench.claimOne(session, lane);
      await bench.schedule(lane, 'parked', { uncertain: true });
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'park', parked: 'undecidable' });
      await bench.schedule(lane, 'due');
      await bench.schedule(lane, 'later', { delayMs: 1_000 });
      await bench.advance(40);
      mustEqual(
        await bench.run((stores) => stores.work.depths([lane.id, empty.id])),
        [
          { lane: lane.id, due: 1, scheduled: 1, claimed: 1, parked: 1, uncertain: 1, oldestDueMs: 40 },
          { lane: empty.id, due: 0, scheduled: 0, claimed: 0, parked: 0, uncertain: 0, oldestDueMs: null },
        ],
        'depths',
      );
    },
  ],
]);
