import { safeTry, ok } from 'neverthrow';
import { mirrorKey } from '../../task-center/mirror-key.ts';
import type { Acknowledged, Mirror, MirrorRef } from '../../task-center/mirror.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import {
  assigneeRef,
  inTransaction,
  laneOf,
  somePlatform,
  wanted,
  type TaskCenterStoresSubject,
} from './task-center-subject.ts';

type Case = ContractCase<TaskCenterStoresSubject>;

const ref = assigneeRef('S-1', 'T:1', 'T~001');
const key = mirrorKey(ref);
const refs: readonly MirrorRef[] = ['a', 'b', 'Z', '二', 'c'].map((task) => assigneeRef('S-1', task, 'T001'));

const confirmed = (version: number, fields: Partial<Acknowledged> = {}): Acknowledged => ({
  version,
  state: 'open',
  fingerprint: 'f1',
  remoteId: 'r1',
  ...fields,
});

const begin = async (subject: TaskCenterStoresSubject): Promise<string> => {
  const tenant = await subject.freshTenant();
  for (const code of ['p', 'q'])
    await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, code)));
  return tenant;
};

const find = (subject: TaskCenterStoresSubject, tenant: string, platform = 'p', of = key) =>
  inTransaction(subject, ({ mirrors }) => mirrors.find(tenant, platform, [of])).then((found) => found.get(of) ?? null);

const acknowledge = (
  subject: TaskCenterStoresSubject,
  tenant: string,
  acknowledged: Acknowledged,
  corrects = false,
  of = key,
) =>
  inTransaction(subject, ({ mirrors }) =>
    mirrors.acknowledge([{ tenant, platform: 'p', key: of, acknowledged, corrects }]),
  );

/** The promises of `MirrorStore`. */
export const mirrorStoreContract: readonly ContractCase<TaskCenterStoresSubject>[] = [
  {
    name: 'MUST create a wanted mirror with nothing confirmed, and find it on its platform only',
    run: async (subject) => {
      const tenant = await begin(subject);
      await inTransaction(subject, ({ mirrors }) => mirrors.want([wanted(tenant, 'p', ref, 70)]));
      mustEqual(
        await find(subject, tenant),
        {
          tenant,
          platform: 'p',
          key,
          ref,
          desiredVersion: 70,
          acknowledged: { version: 0, state: 'absent', fingerprint: null, remoteId: null },
          acknowledgedAt: null,
          override: null,
        },
        'the mirror',
      );
      mustEqual(await find(subject, tenant, 'q'), null, 'the mirror of another platform');
      mustEqual(await find(subject, await begin(subject)), null, 'the mirror of another tenant');
    },
  },
  {
    name: 'MUST raise a desired version to what is asked, or by one',
    run: async (subject) => {
      const tenant = await begin(subject);
      const seen: (number | undefined)[] = [];
      for (const version of [70, 90, 80, 90]) {
        await inTransaction(subject, ({ mirrors }) =>
          mirrors.want([wanted(tenant, 'p', ref, version), wanted(tenant, 'q', ref, 5)]),
        );
        seen.push((await find(subject, tenant))?.desiredVersion);
      }
      mustEqual(seen, [70, 90, 91, 92], 'desired versions');
      mustEqual((await find(subject, tenant, 'q'))?.desiredVersion, 8, 'the version on the other platform');
    },
  },
  {
    name: 'MUST keep what was confirmed when more is wanted, and a decision by hand until it is taken back',
    run: async (subject) => {
      const tenant = await begin(subject);
      await inTransaction(subject, ({ mirrors }) => mirrors.want([wanted(tenant, 'p', ref, 70)]));
      await acknowledge(subject, tenant, confirmed(70));
      await inTransaction(subject, ({ mirrors }) => mirrors.setOverride(tenant, 'p', key, 'withdrawn'));
      await inTransaction(subject, ({ mirrors }) => mirrors.want([wanted(tenant, 'p', ref, 75)]));
      const mirror = await find(subject, tenant);
      mustEqual(
        {
          desired: mirror?.desiredVersion,
          acknowledged: mirror?.acknowledged,
          override: mirror?.override,
          dated: mirror?.acknowledgedAt !== null,
        },
        { desired: 75, acknowledged: confirmed(70), override: 'withdrawn', dated: true },
        'the mirror',
      );
      await inTransaction(subject, ({ mirrors }) => mirrors.setOverride(tenant, 'p', key, null));
      mustEqual((await find(subject, tenant))?.override, null, 'the decision');
    },
  },
  {
    name: 'MUST leave an older confirmation out, take an equal one, and take any that corrects',
    run: async (subject) => {
      const tenant = await begin(subject);
      await inTransaction(subject, ({ mirrors }) => mirrors.want([wanted(tenant, 'p', ref, 70)]));
      await acknowledge(subject, tenant, confirmed(60));
      await acknowledge(subject, tenant, confirmed(50, { remoteId: 'older' }));
      mustEqual((await find(subject, tenant))?.acknowledged, confirmed(60), 'after an older one');
      await acknowledge(subject, tenant, confirmed(60, { state: 'present', fingerprint: null }));
      mustEqual(
        (await find(subject, tenant))?.acknowledged,
        confirmed(60, { state: 'present', fingerprint: null }),
        'after an equal one',
      );
      await acknowledge(subject, tenant, confirmed(10, { state: 'absent', fingerprint: null, remoteId: null }), true);
      mustEqual(
        (await find(subject, tenant))?.acknowledged,
        confirmed(10, { state: 'absent', fingerprint: null, remoteId: null }),
        'after a correction',
      );
      await acknowledge(subject, tenant, confirmed(1), false, mirrorKey(refs[0] ?? ref));
      mustEqual(await find(subject, tenant, 'p', mirrorKey(refs[0] ?? ref)), null, 'a key that nobody wants');
    },
  },
  {
    name: 'MUST page through all mirrors of a platform by code points of their keys, or those changed since',
    run: async (subject) => {
      const tenant = await begin(subject);
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.want([...refs.map((one, index) => wanted(tenant, 'p', one, 100 + index)), wanted(tenant, 'q', ref, 1)]),
      );
      const pages: (readonly string[])[] = [];
      let after: string | null = null;
      do {
        const from: string | null = after;
        const page: readonly Mirror[] = await inTransaction(subject, ({ mirrors }) =>
          mirrors.page(tenant, 'p', null, from, 2),
        );
        pages.push(page.map((mirror) => mirror.ref.taskId ?? ''));
        after = page.length < 2 ? null : (page.at(-1)?.key ?? null);
      } while (after !== null && pages.length < 9);
      mustEqual(pages, [['Z', 'a'], ['b', 'c'], ['二']], 'pages');
      const recent = await inTransaction(subject, ({ mirrors }) => mirrors.page(tenant, 'p', 103, null, 10));
      mustEqual(
        recent.map((mirror) => mirror.ref.taskId),
        ['c', '二'],
        'changed since',
      );
    },
  },
  {
    name: 'MUST call a mirror unattended when its version was not confirmed and no work row is there',
    run: async (subject) => {
      const tenant = await begin(subject);
      const lane = await laneOf(subject, tenant, 'push/p');
      const keys = refs.map(mirrorKey);
      await inTransaction(subject, (stores) =>
        safeTry(async function* () {
          yield* stores.work.schedule([
            { lane: lane.id, key: keys[1] ?? '', class: 'live', delayMs: 60_000, uncertain: false },
          ]);
          yield* stores.mirrors.want(refs.map((one) => wanted(tenant, 'p', one, 50)));
          return ok(undefined);
        }),
      );
      await acknowledge(subject, tenant, confirmed(50), false, keys[0]);
      await acknowledge(subject, tenant, confirmed(49), false, keys[2]);
      const found = await inTransaction(subject, ({ mirrors }) => mirrors.unattended(tenant, 'p', lane.id, null, 10));
      mustEqual(
        found.map((mirror) => mirror.ref.taskId),
        ['Z', 'c', '二'],
        'unattended',
      );
      const rest = await inTransaction(subject, ({ mirrors }) =>
        mirrors.unattended(tenant, 'p', lane.id, keys[2] ?? null, 1),
      );
      mustEqual(
        rest.map((mirror) => mirror.ref.taskId),
        ['c'],
        'the second of them',
      );
    },
  },
  {
    name: 'MUST count mirrors by platform, what is there and whether it is confirmed, and forget a platform in bounded steps',
    run: async (subject) => {
      const tenant = await begin(subject);
      await inTransaction(subject, ({ mirrors }) =>
        mirrors.want([...refs.map((one) => wanted(tenant, 'p', one, 50)), wanted(tenant, 'q', ref, 1)]),
      );
      for (const one of refs.slice(0, 2)) await acknowledge(subject, tenant, confirmed(50), false, mirrorKey(one));
      const counts = await inTransaction(subject, ({ mirrors }) => mirrors.count(tenant));
      mustEqual(
        counts.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        [
          { platform: 'p', remote: 'absent', upToDate: false, count: 3 },
          { platform: 'p', remote: 'open', upToDate: true, count: 2 },
          { platform: 'q', remote: 'absent', upToDate: false, count: 1 },
        ].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        'counts',
      );
      const steps: number[] = [];
      for (let step = 0; step < 3; step += 1)
        steps.push(await inTransaction(subject, ({ mirrors }) => mirrors.forget(tenant, 'p', 3)));
      mustEqual(steps, [3, 2, 0], 'forgotten');
      must((await find(subject, tenant, 'q')) !== null, 'the other platform’s mirror is gone');
    },
  },
] satisfies readonly Case[];
