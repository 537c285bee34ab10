import { errAsync, okAsync } from 'neverthrow';
import type { Instant } from '../ports/instant.ts';
import type { IdentityProvider, PersonSession, ReturnOrigin, SignInLogEntry } from '../sign-in/model.ts';
import type {
  IdentityProviderStore,
  OnceStore,
  PersonSessionStore,
  ReturnOriginStore,
  SignInLogStore,
  SignInStores,
} from '../sign-in/ports.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import type { MemoryDatabase } from './memory-database.ts';
import { rowKey } from './memory-task-center-rows.ts';
import type { MemoryTable } from './memory-table.ts';

interface Revised {
  readonly tenant: string;
  readonly revision: number;
}

/** Inserts at revision 1, replaces what is one revision behind. */
const saveRevised = <V extends Revised>(table: MemoryTable<V>, key: string, value: V): boolean => {
  if ((table.get(key)?.revision ?? 0) !== value.revision - 1) return false;
  table.set(key, value);
  return true;
};

const createProviders = (database: MemoryDatabase): IdentityProviderStore => {
  const table = database.table<IdentityProvider>('identity-provider');
  return {
    save: (provider) => okAsync(saveRevised(table, rowKey(provider.tenant, provider.code), provider)),
    find: (tenant, code) => okAsync(table.get(rowKey(tenant, code)) ?? null),
    list: (tenant) =>
      okAsync(
        table
          .all()
          .filter((provider) => provider.tenant === tenant)
          .sort((a, b) => compareCodePoints(a.code, b.code)),
      ),
    remove: (tenant, code) => okAsync(table.delete(rowKey(tenant, code))),
  };
};

const createOrigins = (database: MemoryDatabase): ReturnOriginStore => {
  const table = database.table<ReturnOrigin>('return-origin');
  return {
    save: (origin) => okAsync(saveRevised(table, rowKey(origin.tenant, origin.origin), origin)),
    find: (tenant, origin) => okAsync(table.get(rowKey(tenant, origin)) ?? null),
    list: (tenant) =>
      okAsync(
        table
          .all()
          .filter((found) => found.tenant === tenant)
          .sort((a, b) => compareCodePoints(a.origin, b.origin)),
      ),
    remove: (tenant, origin) => okAsync(table.delete(rowKey(tenant, origin))),
  };
};

const newestFirst = (a: Pick<PersonSession, 'createdAt' | 'id'>, b: Pick<PersonSession, 'createdAt' | 'id'>): number =>
  b.createdAt - a.createdAt || compareCodePoints(a.id, b.id);

const createSessions = (database: MemoryDatabase): PersonSessionStore => {
  const table = database.table<PersonSession>('person-session');
  const lasting = (session: PersonSession): boolean => session.expiresAt > database.now();
  const endWhere = (isMeant: (session: PersonSession) => boolean): number => {
    const meant = table.all().filter((session) => lasting(session) && isMeant(session));
    for (const { id } of meant) table.delete(id);
    return meant.length;
  };
  return {
    open: (session, validForMs) => {
      if (table.has(session.id)) return errAsync({ code: 'STORE_DATA', message: 'There is such a session already.' });
      const createdAt = database.now();
      const opened: PersonSession = { ...session, createdAt, expiresAt: createdAt + validForMs };
      table.set(session.id, opened);
      return okAsync(opened);
    },
    find: (id) => {
      const found = table.get(id);
      return okAsync(found !== undefined && lasting(found) ? found : null);
    },
    end: (id, tenant) =>
      okAsync(endWhere((session) => session.id === id && (tenant === null || session.tenant === tenant)) > 0),
    endByProof: (tenant, provider, proof) =>
      okAsync(
        endWhere((session) => session.tenant === tenant && session.provider === provider && session.proof === proof),
      ),
    endByPerson: (tenant, personId) =>
      okAsync(endWhere((session) => session.tenant === tenant && session.personId === personId)),
    endByProvider: (tenant, provider) =>
      okAsync(endWhere((session) => session.tenant === tenant && session.provider === provider)),
    list: (tenant, personId, after, limit) =>
      okAsync(
        table
          .all()
          .filter(
            (session) =>
              lasting(session) &&
              session.tenant === tenant &&
              (personId === null || session.personId === personId) &&
              (after === null || newestFirst(after, session) < 0),
          )
          .sort(newestFirst)
          .slice(0, limit),
      ),
    prune: (limit) => {
      const over = table
        .all()
        .filter((session) => !lasting(session))
        .slice(0, limit);
      for (const { id } of over) table.delete(id);
      return okAsync(over.length);
    },
  };
};

const createOnce = (database: MemoryDatabase): OnceStore => {
  const table = database.table<{ readonly key: string; readonly until: Instant }>('once');
  return {
    use: (tenant, purpose, hash, rememberForMs) => {
      const key = rowKey(tenant, purpose, hash);
      const known = table.get(key);
      if (known !== undefined && known.until > database.now()) return okAsync(false);
      table.set(key, { key, until: database.now() + rememberForMs });
      return okAsync(true);
    },
    prune: (limit) => {
      const over = table
        .all()
        .filter(({ until }) => until <= database.now())
        .slice(0, limit);
      for (const { key } of over) table.delete(key);
      return okAsync(over.length);
    },
  };
};

const createLog = (database: MemoryDatabase): SignInLogStore => {
  const table = database.table<SignInLogEntry & { readonly id: number }>('sign-in-log');
  const fits = <T>(wanted: T | null, value: T | null): boolean => wanted === null || wanted === value;
  return {
    append: (entry) => {
      const id = database.nextNumber('sign-in-log');
      table.set(String(id), { ...entry, id, at: database.now() });
      return okAsync(undefined);
    },
    list: (tenant, filter, beforeId, limit) =>
      okAsync(
        table
          .all()
          .filter(
            (entry) =>
              entry.tenant === tenant &&
              fits(filter.provider, entry.provider) &&
              fits(filter.personId, entry.personId) &&
              fits(filter.outcome, entry.outcome) &&
              (beforeId === null || entry.id < beforeId),
          )
          .sort((a, b) => b.id - a.id)
          .slice(0, limit),
      ),
    prune: (olderThanMs, limit) => {
      const old = table
        .all()
        .filter(({ at }) => at < database.now() - olderThanMs)
        .slice(0, limit);
      for (const { id } of old) table.delete(String(id));
      return okAsync(old.length);
    },
  };
};

/** Providers, origins, sessions, what is taken once, and the log of sign-ins, in memory. */
export const createMemorySignInStores = (database: MemoryDatabase): SignInStores => ({
  identityProviders: createProviders(database),
  returnOrigins: createOrigins(database),
  personSessions: createSessions(database),
  once: createOnce(database),
  signInLog: createLog(database),
});
