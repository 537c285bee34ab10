import type { Settlement } from '../../work/claim.ts';
import type { Lane } from '../../work/lane.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { storeCases, type Steps, type StoreBench } from './store-bench.ts';

const failed = (cause: string): Partial<Settlement> => ({ verdict: 'retry', counted: true, delayMs: 60_000, cause });
const refused = (cause: string | null): Partial<Settlement> => ({ verdict: 'park', parked: 'refused', cause });

/** Schedules keys, claims them and settles each as told. */
const settleAs = async (
  bench: Steps,
  lane: Lane,
  endings: Readonly<Record<string, Partial<Settlement>>>,
): Promise<void> => {
  const session = await bench.session();
  for (const key of Object.keys(endings)) await bench.schedule(lane, key);
  for (const claim of await bench.claim(session, lane, 100)) await bench.settle(claim, endings[claim.key] ?? {});
};

/** What a `WorkQueue` promises about keys in trouble, by example. */
export const troubleContract: readonly ContractCase<StoreBench>[] = storeCases([
  [
    'MUST put keys in trouble together by lane, standing and cause, the largest group first',
    async (bench) => {
      const [one, two] = [await bench.lane(), await bench.lane('push/two')];
      const began = await bench.now();
      await settleAs(bench, one, { a: refused('no such person'), d: { verdict: 'done' }, e: failed('busy') });
      await bench.advance(500);
      await settleAs(bench, one, { b: refused('no such person'), f: refused(null), g: { verdict: 'release' } });
      await settleAs(bench, two, { c: { ...refused('no such person'), uncertain: true } });
      mustEqual(
        await bench.run((stores) => stores.work.troubles([one.id, two.id], 100)),
        [
          {
            lane: one.id,
            standing: 'refused',
            cause: 'no such person',
            count: 2,
            uncertain: 0,
            oldest: began,
            newest: began + 500,
            sample: 'a',
          },
          {
            lane: one.id,
            standing: 'failing',
            cause: 'busy',
            count: 1,
            uncertain: 0,
            oldest: began,
            newest: began,
            sample: 'e',
          },
          {
            lane: one.id,
            standing: 'refused',
            cause: '',
            count: 1,
            uncertain: 0,
            oldest: null,
            newest: null,
            sample: 'f',
          },
          {
            lane: two.id,
            standing: 'refused',
            cause: 'no such person',
            count: 1,
            uncertain: 1,
            oldest: began + 500,
            newest: began + 500,
            sample: 'c',
          },
        ],
        'groups',
      );
      mustEqual((await bench.run((stores) => stores.work.troubles([two.id], 100))).length, 1, 'of the lanes asked for');
      mustEqual((await bench.run((stores) => stores.work.troubles([one.id], 1))).length, 1, 'no more than asked for');
      mustEqual(await bench.run((stores) => stores.work.troubles([], 10)), [], 'no lane');
    },
  ],
  [
    'MUST keep the cause until another one is known, and forget a key that is no longer in trouble',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await settleAs(bench, lane, { a: failed('busy') });
      await bench.advance(60_000);
      await bench.settle(await bench.claimOne(session, lane), { verdict: 'park', parked: 'exhausted', cause: null });
      const causes = async (): Promise<readonly string[]> =>
        (await bench.run((stores) => stores.work.troubles([lane.id], 10))).map((one) => `${one.standing} ${one.cause}`);
      mustEqual(await causes(), ['exhausted busy'], 'kept');
      await bench.schedule(lane, 'a');
      mustEqual(await causes(), [], 'scheduled anew');
    },
  ],
  [
    'MUST list the keys of a group by key, page by page, in code-point order',
    async (bench) => {
      const lane = await bench.lane();
      const keys = ['b', 'a', '张', 'B', 'ä'];
      await settleAs(bench, lane, Object.fromEntries([...keys.map((key) => [key, refused('x')]), ['z', refused('y')]]));
      const group = { lane: lane.id, standing: 'refused', cause: 'x' } as const;
      const page = (after: string | null, limit: number): Promise<readonly string[]> =>
        bench.run((stores) => stores.work.troubled(group, after, limit));
      mustEqual(await page(null, 10), ['B', 'a', 'b', 'ä', '张'], 'all');
      mustEqual(await page('a', 2), ['b', 'ä'], 'a page');
      mustEqual(
        await bench.run((stores) => stores.work.troubled({ ...group, standing: 'failing' }, null, 10)),
        [],
        'nothing that stands otherwise',
      );
    },
  ],
  [
    'MUST hasten keys whatever their back-off and parking, and leave alone what is being attempted',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await settleAs(bench, lane, { a: failed('busy'), b: { ...refused('x'), uncertain: true } });
      await bench.schedule(lane, 'c');
      const held = await bench.claimOne(session, lane);
      mustEqual(
        await bench.run((stores) => stores.work.hasten(lane.id, ['a', 'b', 'b', 'c', 'missing'], 'bulk')),
        2,
        'two were free',
      );
      const claims = await bench.claim(session, lane, 10, ['bulk']);
      mustEqual(
        claims
          .toSorted((one, other) => (one.key < other.key ? -1 : 1))
          .map(({ key, attempts, uncertain }) => [key, attempts, uncertain]),
        [
          ['a', 0, false],
          ['b', 0, true],
        ],
        'due at once, as a fresh generation, still uncertain',
      );
      must((await bench.settle(held))?.moved === false, 'what was held has not moved');
      mustEqual(await bench.run((stores) => stores.work.hasten(lane.id, [], 'bulk')), 0, 'nothing asked for');
    },
  ],
]);
