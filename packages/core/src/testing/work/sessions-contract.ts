import type { LivingSession } from '../../work/ports.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { storeCases, type StoreBench } from './store-bench.ts';

const poisonAt = 3;

/** What `Sessions` promise, by example. */
export const sessionsContract: readonly ContractCase<StoreBench>[] = storeCases([
  [
    'MUST know who is alive, oldest first, and which lanes each serves',
    async (bench) => {
      const open = (lanes: readonly string[]): Promise<number> => bench.run((stores) => stores.sessions.open(lanes));
      const selections = [['*'], ['push/*', '!push/ { "odd", \\name }'], []];
      const [one, two, three] = [await open(['*']), await open(selections[1] ?? []), await open([])];
      const living = (): Promise<readonly LivingSession[]> => bench.run((stores) => stores.sessions.living());
      mustEqual(
        await living(),
        [one, two, three].map((id, index) => ({ id, lanes: selections[index] })),
        'all three',
      );
      await bench.run((stores) => stores.sessions.close(one));
      await bench.run((stores) => stores.sessions.revokeStale(0, three));
      mustEqual(
        (await living()).map(({ id }) => id),
        [three],
        'neither the closed nor the revoked one',
      );
    },
  ],
  [
    'MUST give nothing to a session that was revoked or never was',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      mustEqual(await bench.run((stores) => stores.sessions.revokeStale(0, null)), [session], 'revoked');
      mustEqual(await bench.run((stores) => stores.sessions.beat(session)), false, 'and told so');
      mustEqual(await bench.claim(session, lane), [], 'revoked');
      mustEqual(await bench.claim(session + 1_000, lane), [], 'unknown');
    },
  ],
  [
    'MUST take the claims of a revoked session over: log them, mark them uncertain, count the crash',
    async (bench) => {
      const [lane, dead, alive] = [await bench.lane(), await bench.session(), await bench.session()];
      await bench.schedule(lane, 'a');
      const lost = await bench.claimOne(dead, lane);
      await bench.advance(400);
      mustEqual(await bench.run((stores) => stores.sessions.takeOver(poisonAt, 10)), [], 'nothing to take yet');
      mustEqual(await bench.run((stores) => stores.sessions.revokeStale(0, alive)), [dead], 'revoked');
      mustEqual(
        await bench.run((stores) => stores.sessions.takeOver(poisonAt, 10)),
        [{ lane: lane.id, key: 'a', claim: lost.id, crashes: 1, parked: false }],
        'taken over',
      );
      const logged = await bench.run((stores) => stores.attempts.find(lost.id));
      mustEqual(
        [logged?.outcome, logged?.key, logged?.session, logged?.durationMs],
        ['interrupted', 'a', dead, 400],
        'logged',
      );
      await bench.advance(70);
      const again = await bench.claimOne(alive, lane);
      mustEqual(
        [again.crashes, again.uncertain, again.uncertainForMs, again.attempts],
        [1, true, 70, 0],
        'uncertain, with a crash',
      );
      mustEqual(await bench.settle(lost), null, 'the zombie has no say');
      mustEqual(await bench.run((stores) => stores.sessions.takeOver(poisonAt, 10)), [], 'once');
    },
  ],
  [
    'MUST park a key as poison at the third crash, and count from the start after it has settled',
    async (bench) => {
      const lane = await bench.lane();
      const crash = async (): Promise<void> => {
        const session = await bench.session();
        await bench.claimOne(session, lane);
        await bench.run((stores) => stores.sessions.revokeStale(0, null));
        await bench.run((stores) => stores.sessions.takeOver(poisonAt, 10));
      };
      await bench.schedule(lane, 'a');
      await crash();
      const session = await bench.session();
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'release' });
      mustEqual((await bench.find(lane, 'a'))?.crashes, 1, 'a release does not forget');
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'retry' });
      mustEqual((await bench.find(lane, 'a'))?.crashes, 0, 'a settlement forgets');
      await crash();
      await crash();
      mustEqual((await bench.find(lane, 'a'))?.parked, null, 'not yet');
      await crash();
      const state = await bench.find(lane, 'a');
      mustEqual([state?.parked, state?.crashes, state?.uncertain, state?.dueAt], ['poison', 3, true, null], 'poison');
    },
  ],
  [
    'MUST say which keys a takeover parks',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      for (const key of ['moved', 'still']) await bench.schedule(lane, key);
      const claims = await bench.claim(session, lane);
      await bench.schedule(lane, 'moved');
      await bench.run((stores) => stores.sessions.revokeStale(0, null));
      const reaped = await bench.run((stores) => stores.sessions.takeOver(1, 10));
      mustEqual(
        reaped.map(({ key, crashes, parked }) => `${key} ${crashes} ${parked}`).toSorted(),
        ['moved 1 false', 'still 1 true'],
        'what was taken over',
      );
      mustEqual(
        reaped.map(({ claim }) => claim).toSorted((a, b) => a - b),
        claims.map(({ id }) => id).toSorted((a, b) => a - b),
        'whose claims',
      );
    },
  ],
  [
    'MUST NOT park as poison a key whose generation moved',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.claimOne(session, lane);
      await bench.schedule(lane, 'a');
      await bench.run((stores) => stores.sessions.revokeStale(0, null));
      await bench.run((stores) => stores.sessions.takeOver(1, 10));
      mustEqual((await bench.find(lane, 'a'))?.parked, null, 'moved');
    },
  ],
  [
    'MUST revoke silent sessions only',
    async (bench) => {
      const [silent, lively] = [await bench.session(), await bench.session()];
      await bench.advance(15_000);
      must(await bench.run((stores) => stores.sessions.beat(lively)), 'alive');
      await bench.advance(6_000);
      mustEqual(await bench.run((stores) => stores.sessions.revokeStale(20_000, null)), [silent], 'the silent one');
      mustEqual(await bench.run((stores) => stores.sessions.revokeStale(20_000, null)), [], 'once');
      mustEqual(await bench.run((stores) => stores.sessions.beat(silent)), false, 'for good');
    },
  ],
  [
    'MUST take over what a session left behind that ended with claims',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.claimOne(session, lane);
      await bench.run((stores) => stores.sessions.close(session));
      mustEqual((await bench.run((stores) => stores.sessions.takeOver(poisonAt, 10))).length, 1, 'taken over');
    },
  ],
  [
    'MUST take over no more keys at a time than asked',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      for (const key of ['a', 'b', 'c']) await bench.schedule(lane, key);
      await bench.claim(session, lane);
      await bench.run((stores) => stores.sessions.revokeStale(0, null));
      mustEqual((await bench.run((stores) => stores.sessions.takeOver(poisonAt, 2))).length, 2, 'two');
      mustEqual((await bench.run((stores) => stores.sessions.takeOver(poisonAt, 2))).length, 1, 'then the last');
    },
  ],
]);
