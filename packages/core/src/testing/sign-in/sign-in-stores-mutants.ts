import { okAsync } from 'neverthrow';
import type { MemoryDatabase } from '../../memory/memory-database.ts';
import { createMemorySignInStores } from '../../memory/memory-sign-in-stores.ts';
import type { SignInStores } from '../../sign-in/ports.ts';

/** Memory stores that break one promise; the contract suite has to notice. */
export interface SignInStoresMutant {
  readonly name: string;
  readonly open: (database: MemoryDatabase) => SignInStores;
}

const mutant = (name: string, change: (stores: SignInStores) => Partial<SignInStores>): SignInStoresMutant => ({
  name,
  open: (database) => {
    const stores = createMemorySignInStores(database);
    return { ...stores, ...change(stores) };
  },
});

const ever = Number.MAX_SAFE_INTEGER / 4;

export const signInStoresMutants: readonly SignInStoresMutant[] = [
  mutant('overwrites what somebody else changed', ({ identityProviders }) => ({
    identityProviders: {
      ...identityProviders,
      save: (provider) =>
        identityProviders
          .remove(provider.tenant, provider.code)
          .andThen(() => identityProviders.save({ ...provider, revision: 1 })),
    },
  })),
  mutant('lists providers backwards', ({ identityProviders }) => ({
    identityProviders: {
      ...identityProviders,
      list: (tenant) => identityProviders.list(tenant).map((all) => all.toReversed()),
    },
  })),
  mutant('loses the switch of an origin', ({ returnOrigins }) => ({
    returnOrigins: { ...returnOrigins, save: (origin) => returnOrigins.save({ ...origin, enabled: true }) },
  })),
  mutant('keeps sessions for ever', ({ personSessions }) => ({
    personSessions: {
      ...personSessions,
      open: (session, validForMs) =>
        personSessions.open(session, ever).map((opened) => ({ ...opened, expiresAt: opened.createdAt + validForMs })),
    },
  })),
  mutant('ends no session by its ticket', ({ personSessions }) => ({
    personSessions: { ...personSessions, endByProof: () => okAsync(0) },
  })),
  mutant('ends sessions of other providers too', ({ personSessions }) => ({
    personSessions: {
      ...personSessions,
      endByProof: (tenant, provider, proof) =>
        personSessions
          .endByProof(tenant, 'oauth', proof)
          .andThen((more) =>
            personSessions.endByProof(tenant, provider, proof).map((ended) => (ended === 0 ? more : ended)),
          ),
    },
  })),
  mutant('lets one tenant end another one’s session', ({ personSessions }) => ({
    personSessions: { ...personSessions, end: (id) => personSessions.end(id, null) },
  })),
  mutant('begins every page of sessions anew', ({ personSessions }) => ({
    personSessions: {
      ...personSessions,
      list: (tenant, personId, _after, limit) => personSessions.list(tenant, personId, null, limit),
    },
  })),
  mutant('takes a ticket twice', ({ once }) => ({
    once: { ...once, use: (...asked) => once.use(...asked).map(() => true) },
  })),
  mutant('remembers tickets for ever', ({ once }) => ({
    once: { ...once, use: (tenant, purpose, hash) => once.use(tenant, purpose, hash, ever) },
  })),
  mutant('takes a state for a ticket', ({ once }) => ({
    once: { ...once, use: (tenant, _purpose, hash, forMs) => once.use(tenant, 'ticket', hash, forMs) },
  })),
  mutant('logs all tenants together', ({ signInLog }) => ({
    signInLog: { ...signInLog, append: (entry) => signInLog.append({ ...entry, tenant: 'all' }) },
  })),
  mutant('ignores what the log is asked for', ({ signInLog }) => ({
    signInLog: {
      ...signInLog,
      list: (tenant, _filter, before, limit) =>
        signInLog.list(tenant, { provider: null, personId: null, outcome: null }, before, limit),
    },
  })),
  mutant('forgets without bound', ({ personSessions }) => ({
    personSessions: { ...personSessions, prune: () => personSessions.prune(1_000_000) },
  })),
  mutant('forgets the whole log', ({ signInLog }) => ({
    signInLog: { ...signInLog, prune: (_olderThanMs, limit) => signInLog.prune(-1_000, limit) },
  })),
  {
    name: 'cannot take anything back',
    open: (database) => {
      // Every row at once for good.
      const stores = createMemorySignInStores(database);
      return {
        ...stores,
        once: {
          ...stores.once,
          use: (...asked) => stores.once.use(...asked).map((first) => (database.commit(), first)),
        },
      };
    },
  },
];
