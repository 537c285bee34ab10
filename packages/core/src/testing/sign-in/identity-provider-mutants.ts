import { errAsync, okAsync } from 'neverthrow';
import type { OpenIdentityProvider } from '../../sign-in/identity-providers.ts';

/** A provider that breaks one promise; the contract suite has to notice. */
export interface IdentityProviderMutant {
  readonly name: string;
  readonly change: (provider: OpenIdentityProvider) => Partial<OpenIdentityProvider>;
}

let made = 0;

export const identityProviderMutants: readonly IdentityProviderMutant[] = [
  {
    name: 'sends every round to another address',
    change: ({ loginUrl }) => ({ loginUrl: (round) => `${loginUrl(round)}&n=${(made += 1)}` }),
  },
  { name: 'forgets the state', change: ({ loginUrl }) => ({ loginUrl: (round) => loginUrl({ ...round, state: '' }) }) },
  {
    name: 'shows the verifier',
    change: ({ loginUrl }) => ({ loginUrl: (round) => `${loginUrl(round)}&v=${round.verifier}` }),
  },
  {
    name: 'takes the state for the ticket',
    change: ({ readProof }) => ({ readProof: (query) => readProof({ ...query, state: 'x' }) }),
  },
  {
    name: 'lets everybody in',
    change: () => ({ verify: (ticket) => okAsync({ personId: ticket, name: null, attributes: {} }) }),
  },
  {
    name: 'says which ticket it was',
    change: ({ verify }) => ({
      verify: (ticket, round, context) =>
        verify(ticket, round, context).mapErr(({ code, message }) => ({ code, message: `${message}: ${ticket}` })),
    }),
  },
  {
    name: 'asks again when the answer is lost',
    change: ({ verify }) => ({
      verify: (ticket, round, context) =>
        verify(ticket, round, context).orElse((failure) =>
          failure.code === 'PROVIDER_UNREACHABLE' ? verify(ticket, round, context) : errAsync(failure),
        ),
    }),
  },
  {
    name: 'goes on when it is told to stop',
    change: ({ verify }) => ({
      verify: (ticket, round, { timeoutMs }) =>
        verify(ticket, round, { signal: new AbortController().signal, timeoutMs }),
    }),
  },
  { name: 'takes anything for a logout', change: () => ({ readLogout: (body) => body }) },
];
