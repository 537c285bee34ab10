import { errAsync, type ResultAsync } from 'neverthrow';
import type { ApiKey, Tenant } from '../../access/model.ts';
import type { AccessStore, AccessStores } from '../../access/ports.ts';
import type { Transactor } from '../../ports/transactor.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';

/** An access store that is to keep the promises of its port. */
export interface AccessStoreSubject {
  readonly transactor: Transactor<AccessStores>;
  /** An id that no tenant and no key has: 1 to 40 characters of `[a-z0-9-]`. */
  freshId(): string;
}

const inTransaction = async <T, E>(
  { transactor }: AccessStoreSubject,
  work: (store: AccessStore) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run((stores) => work(stores.access));
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const time = 1_763_683_200_000;

const newTenant = async (subject: AccessStoreSubject): Promise<Tenant> => {
  const tenant = { id: subject.freshId(), name: '示范大学', timezone: 'Asia/Shanghai', createdAt: time };
  await inTransaction(subject, (store) => store.saveTenant(tenant));
  return tenant;
};

const keyOf = (subject: AccessStoreSubject, tenant: string, fields: Partial<ApiKey> = {}): ApiKey => ({
  id: subject.freshId(),
  tenant,
  name: 'OA',
  scopes: ['events:write', 'todos:read'],
  createdAt: time,
  expiresAt: null,
  revokedAt: null,
  ...fields,
});

const hashOf = (key: ApiKey): string => `hash-of-${key.id}`;

const newKey = async (subject: AccessStoreSubject, tenant: string, fields: Partial<ApiKey> = {}): Promise<ApiKey> => {
  const key = keyOf(subject, tenant, fields);
  await inTransaction(subject, (store) => store.insertKey(key, hashOf(key)));
  return key;
};

/** What every `AccessStore` promises. */
export const accessStoreContract: readonly ContractCase<AccessStoreSubject>[] = [
  {
    name: 'MUST keep tenants as they were saved last',
    run: async (subject) => {
      const tenant = await newTenant(subject);
      const other = await newTenant(subject);
      const renamed = { ...tenant, name: '另一所大学', timezone: 'UTC' };
      await inTransaction(subject, (store) => store.saveTenant(renamed));
      mustEqual(await inTransaction(subject, (store) => store.findTenant(tenant.id)), renamed, 'the renamed one');
      mustEqual(await inTransaction(subject, (store) => store.findTenant(other.id)), other, 'the other');
      mustEqual(await inTransaction(subject, (store) => store.findTenant(subject.freshId())), null, 'none');
      const listed = await inTransaction(subject, (store) => store.listTenants());
      const ids = listed.map(({ id }) => id);
      mustEqual(ids, ids.toSorted(), 'the order');
      mustEqual(
        listed.filter(({ id }) => id === tenant.id),
        [renamed],
        'listed once',
      );
    },
  },
  {
    name: 'MUST find a key by its hash alone',
    run: async (subject) => {
      const tenant = await newTenant(subject);
      const key = await newKey(subject, tenant.id, { expiresAt: time + 5 });
      await newKey(subject, tenant.id);
      mustEqual(await inTransaction(subject, (store) => store.findKeyByHash(hashOf(key))), key, 'the key');
      mustEqual(await inTransaction(subject, (store) => store.findKeyByHash(key.id)), null, 'by its id');
    },
  },
  {
    name: 'MUST list the keys of a tenant, the oldest first',
    run: async (subject) => {
      const [here, there] = [await newTenant(subject), await newTenant(subject)];
      const younger = await newKey(subject, here.id, { createdAt: time + 10 });
      const older = await newKey(subject, here.id, { createdAt: time - 10 });
      await newKey(subject, there.id);
      mustEqual(await inTransaction(subject, (store) => store.listKeys(here.id)), [older, younger], 'the list');
    },
  },
  {
    name: 'MUST revoke a key of the tenant, once',
    run: async (subject) => {
      const [here, there] = [await newTenant(subject), await newTenant(subject)];
      const key = await newKey(subject, here.id);
      mustEqual(
        await inTransaction(subject, (store) => store.revokeKey(there.id, key.id, time)),
        false,
        'by another tenant',
      );
      mustEqual(await inTransaction(subject, (store) => store.findKeyByHash(hashOf(key))), key, 'unharmed');
      mustEqual(
        await inTransaction(subject, (store) => store.revokeKey(here.id, key.id, time + 1)),
        true,
        'the first time',
      );
      mustEqual(
        await inTransaction(subject, (store) => store.revokeKey(here.id, key.id, time + 9)),
        true,
        'the second time',
      );
      const revoked = { ...key, revokedAt: time + 1 };
      mustEqual(
        await inTransaction(subject, (store) => store.findKeyByHash(hashOf(key))),
        revoked,
        'when it was revoked',
      );
      mustEqual(await inTransaction(subject, (store) => store.listKeys(here.id)), [revoked], 'still listed');
    },
  },
  {
    name: 'MUST refuse a key whose hash or id is taken, or whose tenant is unknown',
    run: async (subject) => {
      const tenant = await newTenant(subject);
      const key = await newKey(subject, tenant.id);
      const insert = async (other: ApiKey, hash: string): Promise<string> => {
        const result = await subject.transactor.run(({ access }) => access.insertKey(other, hash));
        return result.isErr() ? result.error.code : 'inserted';
      };
      mustEqual(await insert(keyOf(subject, tenant.id), hashOf(key)), 'STORE_DATA', 'the same hash');
      mustEqual(await insert(keyOf(subject, tenant.id, { id: key.id }), 'another hash'), 'STORE_DATA', 'the same id');
      mustEqual(await insert(keyOf(subject, subject.freshId()), 'a third hash'), 'STORE_DATA', 'an unknown tenant');
    },
  },
  {
    name: 'MUST leave nothing of a transaction that fails',
    run: async (subject) => {
      const tenant = await newTenant(subject);
      const key = keyOf(subject, tenant.id);
      const failed = await subject.transactor.run(({ access }) =>
        access.insertKey(key, hashOf(key)).andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      mustEqual(await inTransaction(subject, (store) => store.listKeys(tenant.id)), [], 'keys');
    },
  },
];
