import type { RoutingRule } from '../../task-center/ports.ts';
import { defaultRules } from '../../task-center/route.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import { inTransaction, somePlatform, type TaskCenterStoresSubject } from './task-center-subject.ts';

type Case = ContractCase<TaskCenterStoresSubject>;

/** The promises of `PlatformStore`. */
export const platformStoreContract: readonly Case[] = [
  {
    name: 'MUST keep a platform as it is given',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const full = somePlatform(tenant, 'full', {
        profile: { operations: [{ path: '/推送' }] },
        retry: { count: 3, intervalSeconds: 60, maxAgeSeconds: 3_600 },
      });
      const bare = somePlatform(tenant, 'bare', {
        settings: {},
        secrets: {},
        rate: null,
        retry: { count: null, intervalSeconds: null, maxAgeSeconds: 60 },
        sandbox: true,
        enabled: false,
      });
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.save(full)), true, 'saved');
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.save(bare)), true, 'saved');
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.find(tenant, 'full')), full, 'the full one');
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.list(tenant)), [bare, full], 'both, by code');
    },
  },
  {
    name: 'MUST take a change of the stored revision only',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      const at = (revision: number, name: string) =>
        inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, 'p', { revision, name })));
      mustEqual(
        [
          await at(2, 'too early'),
          await at(1, 'first'),
          await at(1, 'again'),
          await at(3, 'skips'),
          await at(2, 'second'),
          await at(2, 'late'),
        ],
        [false, true, false, false, true, false],
        'what was taken',
      );
      mustEqual(
        await inTransaction(subject, ({ platforms }) => platforms.find(tenant, 'p')),
        somePlatform(tenant, 'p', { revision: 2, name: 'second' }),
        'what is kept',
      );
    },
  },
  {
    name: 'MUST keep tenants apart, list all of them for whoever asks for all, and remove one',
    run: async (subject) => {
      const [one, two] = [await subject.freshTenant(), await subject.freshTenant()];
      for (const tenant of [one, two])
        await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, 'p')));
      const all = await inTransaction(subject, ({ platforms }) => platforms.list(null));
      mustEqual(all.filter(({ tenant }) => tenant === one || tenant === two).length, 2, 'platforms of both');
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.remove(one, 'p')), true, 'removed');
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.remove(one, 'p')), false, 'removed again');
      mustEqual(await inTransaction(subject, ({ platforms }) => platforms.find(one, 'p')), null, 'the removed one');
      must(
        (await inTransaction(subject, ({ platforms }) => platforms.find(two, 'p'))) !== null,
        'the other tenant’s platform is gone',
      );
      mustEqual(
        await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(one, 'p'))),
        true,
        'made anew at its first revision',
      );
    },
  },
];

const rule = (id: string, fields: Partial<RoutingRule> = {}): RoutingRule => ({
  id,
  name: `规则 ${id}`,
  enabled: true,
  effect: 'push',
  platforms: ['p', 'q'],
  match: { processIds: ['a'], categories: null, sceneCodes: ['x', 'y'], taskTypes: null, personIds: null },
  ...fields,
});

/** The promises of `RuleStore`. */
export const ruleStoreContract: readonly Case[] = [
  {
    name: 'MUST keep rules in the order given, and replace all of them',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      mustEqual(await inTransaction(subject, ({ rules }) => rules.list(tenant)), [], 'before the first');
      const first = [rule('z'), rule('a', { effect: 'exclude', platforms: null, enabled: false }), rule('m')];
      await inTransaction(subject, ({ rules }) => rules.replace(tenant, first));
      await inTransaction(subject, ({ rules }) => rules.replace(other, defaultRules));
      mustEqual(await inTransaction(subject, ({ rules }) => rules.list(tenant)), first, 'as given');
      const second = [rule('a'), rule('z', { name: 'another' })];
      await inTransaction(subject, ({ rules }) => rules.replace(tenant, second));
      mustEqual(await inTransaction(subject, ({ rules }) => rules.list(tenant)), second, 'replaced');
      await inTransaction(subject, ({ rules }) => rules.replace(tenant, []));
      mustEqual(await inTransaction(subject, ({ rules }) => rules.list(tenant)), [], 'emptied');
      mustEqual(await inTransaction(subject, ({ rules }) => rules.list(other)), defaultRules, 'the other tenant’s');
    },
  },
];

/** The promises of a store of tokens, and of `TokenCache` over it. */
export const tokenCacheContract: readonly Case[] = [
  {
    name: 'MUST let the first of those who replace the same token win, and tell the others what won',
    run: async (subject) => {
      const [tenant, other] = [await subject.freshTenant(), await subject.freshTenant()];
      await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, 'p')));
      const swap = (used: number, token: string, expiresInMs: number | null) =>
        inTransaction(subject, ({ tokens }) => tokens.swap(tenant, 'p', used, token, expiresInMs));
      mustEqual(await inTransaction(subject, ({ tokens }) => tokens.read(tenant, 'p')), null, 'before the first');
      const first = await swap(0, 'one', 60_000);
      mustEqual({ version: first.version, token: first.token }, { version: 1, token: 'one' }, 'the first');
      must(first.expiresAt !== null, 'its expiry is not kept');
      mustEqual(await swap(0, 'late', null), first, 'one who did not know the first');
      mustEqual(await swap(1, 'two', null), { version: 2, token: 'two', expiresAt: null }, 'the second');
      mustEqual((await swap(1, 'late', 5)).token, 'two', 'one who did not know the second');
      mustEqual(
        await inTransaction(subject, ({ tokens }) => tokens.read(tenant, 'p')),
        { version: 2, token: 'two', expiresAt: null },
        'what is kept',
      );
      mustEqual(await inTransaction(subject, ({ tokens }) => tokens.read(other, 'p')), null, 'another tenant’s');
    },
  },
  {
    name: 'MUST count a token’s time by the store’s clock',
    run: async (subject) => {
      const tenant = await subject.freshTenant();
      await inTransaction(subject, ({ platforms }) => platforms.save(somePlatform(tenant, 'p')));
      const short = await inTransaction(subject, ({ tokens }) => tokens.swap(tenant, 'p', 0, 'short', 1_000));
      const long = await inTransaction(subject, ({ tokens }) => tokens.swap(tenant, 'p', 1, 'long', 3_601_000));
      const apart = (long.expiresAt ?? 0) - (short.expiresAt ?? 0);
      must(apart >= 3_600_000 && apart < 3_700_000, `the expiries lie ${apart} ms apart`);
    },
  },
];
