import { err, errAsync, ok, okAsync } from 'neverthrow';
import type { IdentityProviderKind, SignInRound } from '../../sign-in/identity-providers.ts';
import type { Identity, IdentityProviderKindName, SignInRejection } from '../../sign-in/model.ts';

/** A provider of literals: whoever has a ticket is who the test says. */
export interface FakeIdentityProvider {
  readonly kind: IdentityProviderKind;
  /** A new ticket for a person. */
  issue(personId: string, name?: string): string;
  /** How the next verifications end instead; null: by the tickets. */
  failWith(rejection: SignInRejection | null): void;
  /** Every verification: which ticket for which round. */
  readonly verified: readonly { readonly ticket: string; readonly round: SignInRound }[];
}

/** Tickets may be verified any number of times: taking them once is ours to see to. */
export const createFakeIdentityProvider = (kind: IdentityProviderKindName = 'cas3'): FakeIdentityProvider => {
  const tickets = new Map<string, Identity>();
  const verified: { readonly ticket: string; readonly round: SignInRound }[] = [];
  let failure: SignInRejection | null = null;
  return {
    verified,
    failWith: (rejection) => void (failure = rejection),
    issue: (personId, name) => {
      const ticket = `ST-${tickets.size + 1}-${personId}`;
      tickets.set(ticket, { personId, name: name ?? null, attributes: { id: [personId] } });
      return ticket;
    },
    kind: {
      kind,
      name: { 'zh-CN': '统一身份认证', en: 'Identity provider' },
      fields: [],
      open: ({ baseUrl, settings }) =>
        settings['broken'] === true
          ? err({ code: 'SETTINGS_INVALID', issues: [{ pointer: '/settings/broken', message: 'must not be true' }] })
          : ok({
              loginUrl: ({ callback, state }) =>
                `${baseUrl}/login?service=${encodeURIComponent(`${callback}?state=${state}`)}`,
              readProof: ({ ticket, state = '' }) =>
                ticket === undefined
                  ? err({ code: 'TICKET_INVALID', message: 'there is no ticket' })
                  : ok({ state, ticket }),
              verify: (ticket, round, { signal }) => {
                verified.push({ ticket, round });
                if (signal.aborted) return errAsync({ code: 'PROVIDER_UNREACHABLE', message: 'stopped' });
                if (failure !== null) return errAsync(failure);
                const identity = tickets.get(ticket);
                return identity === undefined
                  ? errAsync({ code: 'TICKET_INVALID', message: 'the ticket is unknown' })
                  : okAsync(identity);
              },
              readLogout: (body) => /^logoutRequest=(ST-\S+)$/u.exec(body)?.[1] ?? null,
              logoutUrl: `${baseUrl}/logout`,
              identify: (token) => {
                if (failure !== null) return errAsync(failure);
                const identity = tickets.get(token);
                return identity === undefined
                  ? errAsync({ code: 'TICKET_INVALID', message: 'the token is unknown' })
                  : okAsync(identity);
              },
            }),
    },
  };
};
