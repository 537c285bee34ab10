import { describe, expect, test } from 'vitest';
import type { OpenIdentityProvider } from '../../sign-in/identity-providers.ts';
import { createFakeIdentityProvider } from './fake-identity-provider.ts';
import { identityProviderContract, type IdentityProviderSubject } from './identity-provider-contract.ts';
import { identityProviderMutants } from './identity-provider-mutants.ts';

const openSubject = (
  change: (provider: OpenIdentityProvider) => Partial<OpenIdentityProvider> = () => ({}),
): IdentityProviderSubject => {
  const fake = createFakeIdentityProvider();
  const provider = fake.kind.open({ baseUrl: 'https://cas.example.edu', settings: {}, secrets: {} })._unsafeUnwrap();
  return {
    provider: { ...provider, ...change(provider) },
    people: ['T001', '20210001'],
    issue: (personId) => fake.issue(personId),
    queryOf: (ticket, { state }) => ({ ticket, state }),
    asked: () => fake.verified.length,
    breakOff: (broken) => fake.failWith(broken ? { code: 'PROVIDER_UNREACHABLE', message: 'broken off' } : null),
  };
};

describe('The identity provider of literals', () => {
  test.each(identityProviderContract)('$name', async ({ run }) => {
    await expect(run(openSubject())).resolves.toBeUndefined();
  });
});

describe('The identity provider’s contract', () => {
  test.each(identityProviderMutants)('MUST catch a provider that $name', async ({ change }) => {
    const broken: string[] = [];
    for (const { name, run } of identityProviderContract) {
      if (broken.length === 0) await run(openSubject(change)).catch(() => broken.push(name));
    }
    expect(broken).not.toEqual([]);
  });
});
