import { createHash, randomBytes } from 'node:crypto';
import { createMemoryDatabase, createMemoryStores, createMemoryTransactor } from '@portico/core/memory';
import { createSignIn, type SignInSecrets } from '@portico/core/sign-in';
import { createFeed, type Todo } from '@portico/core/task-center';
import { createFakeIdentityProvider, type FakeClock, type FakeIdentityProvider } from '@portico/core/testing';
import { ok } from 'neverthrow';
import type { PeopleSite } from '../api/dependencies.ts';
import { createHandOverTokens } from '../sso/hand-over-tokens.ts';

export interface PeopleUnderTest extends PeopleSite {
  readonly provider: FakeIdentityProvider;
  save(...todos: readonly Todo[]): Promise<void>;
}

const secrets: SignInSecrets = {
  random: () => randomBytes(32).toString('base64url'),
  digest: (text) => createHash('sha256').update(text).digest('base64url'),
};

const seal = { seal: (plain: string) => `sealed:${plain}`, open: (sealed: string) => ok(sealed.slice(7)) };

/** Sign-in and feed of real code in memory, with a provider of literals. */
export const createPeopleUnderTest = (clock: FakeClock, publicUrl = 'http://localhost'): PeopleUnderTest => {
  const transactor = createMemoryTransactor(createMemoryDatabase(clock.now), createMemoryStores);
  const provider = createFakeIdentityProvider();
  let made = 0;
  const signIn = createSignIn({
    transactor,
    clock,
    ids: { next: () => `person-${String((made += 1)).padStart(8, '0')}` },
    secrets: seal,
    signInSecrets: secrets,
    handOverTokens: createHandOverTokens({ clock }),
    kinds: [provider.kind],
    publicUrl: () => publicUrl,
  });
  const feed = createFeed({
    transactor,
    clock,
    secrets: seal,
    digest: secrets.digest,
    // Shown as it is: the template, and what it would see.
    templates: { compile: (template) => ok((roots) => ok({ template, ...roots })) },
    identify: signIn.people.identify,
    publicUrl: () => publicUrl,
  });
  return {
    signIn,
    feed,
    publicUrl: () => publicUrl,
    provider,
    save: async (...todos) => void (await transactor.run((stores) => stores.todos.save(todos)))._unsafeUnwrap(),
  };
};
