import { defaultLaneConfig } from '../../work/lane.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { storeCases, type StoreBench } from './store-bench.ts';

/** What `Lanes` promise, by example. */
export const lanesContract: readonly ContractCase<StoreBench>[] = storeCases([
  [
    'MUST create lanes once and keep their configuration',
    async (bench) => {
      const one = await bench.lane('push/b', { concurrency: 3 });
      const same = await bench.lane('push/b', { concurrency: 9 });
      mustEqual([same.id, same.config.concurrency, same.configVersion], [one.id, 3, 1], 'unchanged');
      const ref = { tenant: 'other', name: 'push/b', config: defaultLaneConfig };
      const lanes = await bench.run((stores) =>
        stores.lanes.ensure([ref, { ...ref, name: 'push/a' }, { ...ref, tenant: 'default' }]),
      );
      mustEqual(
        lanes.map((lane) => [lane.tenant, lane.name]),
        [
          ['other', 'push/b'],
          ['other', 'push/a'],
          ['default', 'push/b'],
        ],
        'in the order asked for',
      );
      mustEqual(
        (await bench.run((stores) => stores.lanes.list('other'))).map(({ name }) => name),
        ['push/a', 'push/b'],
        'by name',
      );
      mustEqual((await bench.run((stores) => stores.lanes.list(null))).length, 3, 'all tenants');
      mustEqual(
        (await bench.run((stores) => stores.lanes.find({ tenant: 'default', name: 'push/b' })))?.id,
        one.id,
        'found',
      );
      mustEqual(
        await bench.run((stores) => stores.lanes.find({ tenant: 'default', name: 'push/z' })),
        null,
        'not there',
      );
    },
  ],
  [
    'MUST count changes of configuration',
    async (bench) => {
      const lane = await bench.lane();
      await bench.run((stores) => stores.lanes.configure(lane.id, { ...defaultLaneConfig, concurrency: 2 }));
      const changed = await bench.run((stores) => stores.lanes.find(lane));
      mustEqual(
        [changed?.config, changed?.configVersion],
        [{ ...defaultLaneConfig, concurrency: 2 }, 2],
        'second version',
      );
    },
  ],
  [
    'MUST never shorten a closing',
    async (bench) => {
      const lane = await bench.lane();
      const now = await bench.now();
      await bench.run((stores) => stores.lanes.close(lane.id, 9_000, 'breaker', true));
      await bench.run((stores) => stores.lanes.close(lane.id, 100, 'throttled', false));
      const closed = await bench.run((stores) => stores.lanes.find(lane));
      mustEqual(
        [(closed?.closedUntil ?? 0) - now, closed?.closedReason, closed?.trips],
        [9_000, 'breaker', 1],
        'the longer one stands',
      );
      await bench.run((stores) => stores.lanes.close(lane.id, 20_000, 'throttled', false));
      const longer = await bench.run((stores) => stores.lanes.find(lane));
      mustEqual([(longer?.closedUntil ?? 0) - now, longer?.closedReason], [20_000, 'throttled'], 'longer is possible');
    },
  ],
  [
    'MUST count an opening of the breaker once while the lane is closed',
    async (bench) => {
      const lane = await bench.lane();
      const trip = (): Promise<void> => bench.run((stores) => stores.lanes.close(lane.id, 1_000, 'breaker', true));
      await trip();
      await trip();
      mustEqual((await bench.run((stores) => stores.lanes.find(lane)))?.trips, 1, 'one outage, one trip');
      await bench.advance(1_000);
      await trip();
      mustEqual((await bench.run((stores) => stores.lanes.find(lane)))?.trips, 2, 'half-open, and failed again');
    },
  ],
  [
    'MUST give the probe of a half-open lane to one, until it expires',
    async (bench) => {
      const lane = await bench.lane();
      const take = (): Promise<boolean> => bench.run((stores) => stores.lanes.takeProbe(lane.id, 500));
      await bench.run((stores) => stores.lanes.close(lane.id, 1_000, 'breaker', true));
      mustEqual(await take(), false, 'closed');
      await bench.advance(1_000);
      const won = await Promise.all([take(), take(), take()]);
      mustEqual(won.filter((one) => one).length, 1, 'one of three');
      await bench.advance(499);
      mustEqual(await take(), false, 'held');
      await bench.advance(1);
      mustEqual(await take(), true, 'expired');
      await bench.run((stores) => stores.lanes.close(lane.id, 0, 'breaker', false));
      mustEqual(await take(), true, 'freed by a closing');
    },
  ],
  [
    'MUST reopen a lane at once',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      await bench.run((stores) => stores.lanes.close(lane.id, 60_000, 'credentials', true));
      await bench.run((stores) => stores.lanes.reopen(lane.id));
      const open = await bench.run((stores) => stores.lanes.find(lane));
      mustEqual([open?.closedReason, open?.trips], [null, 0], 'as if nothing had been');
      must((open?.closedUntil ?? 0) <= (await bench.now()), 'open');
      must((await bench.claim(session, lane)).length === 1, 'claims again');
    },
  ],
  [
    'MUST remove a lane with its work',
    async (bench) => {
      const [lane, session] = [await bench.lane(), await bench.session()];
      await bench.schedule(lane, 'a');
      const claim = await bench.claimOne(session, lane);
      await bench.run((stores) => stores.lanes.remove(lane.id));
      mustEqual(await bench.run((stores) => stores.lanes.find(lane)), null, 'gone');
      mustEqual(await bench.find(lane, 'a'), null, 'with its rows');
      mustEqual(await bench.settle(claim), null, 'and its claims');
    },
  ],
]);
