import type { Result } from 'neverthrow';
import type { OpenIdentityProvider, SignInRound } from '../../sign-in/identity-providers.ts';
import type { Identity, SignInRejection } from '../../sign-in/model.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';

/** A provider that is to keep the promises of its port, and the server behind it. */
export interface IdentityProviderSubject {
  readonly provider: OpenIdentityProvider;
  /** As if a person had signed in during that round: what the browser would bring back. */
  issue(personId: string, round: SignInRound): string;
  /** Ids of people whom the server knows; two at least. */
  readonly people: readonly string[];
  /** The query of the callback that brings a ticket back. */
  queryOf(ticket: string, round: SignInRound): Readonly<Record<string, string>>;
  /** How many requests for a verification the server has seen; null where nobody counts. */
  asked(): number | null;
  /** Makes the server break off verifications from now on, after it has read them; or answer again. */
  breakOff(broken: boolean): void;
}

let rounds = 0;

const someRound = (): SignInRound => {
  const number = String((rounds += 1)).padStart(8, '0');
  return {
    callback: 'https://portico.example.edu/sso/default/campus/callback',
    state: `state-${number}`,
    verifier: `verifier-${number}-0123456789-0123456789-0123456789`,
  };
};

const patient = (): { readonly signal: AbortSignal; readonly timeoutMs: number } => ({
  signal: new AbortController().signal,
  timeoutMs: 60_000,
});

const verify = async (
  { provider }: IdentityProviderSubject,
  ticket: string,
  round: SignInRound,
): Promise<Result<Identity, SignInRejection>> => provider.verify(ticket, round, patient());

const rejectionOf = async (
  subject: IdentityProviderSubject,
  ticket: string,
  round: SignInRound,
): Promise<SignInRejection> => {
  const verdict = await verify(subject, ticket, round);
  if (verdict.isOk()) throw new Error(`${verdict.value.personId} was let in`);
  return verdict.error;
};

/** What every identity provider promises. */
export const identityProviderContract: readonly ContractCase<IdentityProviderSubject>[] = [
  {
    name: 'MUST send a round to the same address each time, and another round elsewhere',
    run: async ({ provider }) => {
      const [one, two] = [someRound(), someRound()];
      mustEqual(provider.loginUrl(one), provider.loginUrl(one), 'the same round');
      must(provider.loginUrl(one) !== provider.loginUrl(two), 'another round goes elsewhere');
      must(provider.loginUrl(one).includes(one.state), 'the state travels along');
      must(!provider.loginUrl(one).includes(one.verifier), 'the verifier stays here');
      must(/^https?:\/\/[\u0021-\u007e]+$/u.test(provider.loginUrl(one)), 'an address of plain ASCII');
    },
  },
  {
    name: 'MUST read ticket and state of the callback, and refuse a callback without a ticket',
    run: async (subject) => {
      const round = someRound();
      const [person = ''] = subject.people;
      const ticket = subject.issue(person, round);
      const proof = subject.provider.readProof(subject.queryOf(ticket, round));
      mustEqual(proof.isOk() ? proof.value : proof.error, { state: round.state, ticket }, 'the proof');
      must(subject.provider.readProof({ state: round.state }).isErr(), 'no ticket');
      must(subject.provider.readProof({}).isErr(), 'nothing');
    },
  },
  {
    name: 'MUST tell whose a ticket is',
    run: async (subject) => {
      for (const person of subject.people) {
        const round = someRound();
        const verdict = await verify(subject, subject.issue(person, round), round);
        mustEqual(verdict.isOk() ? verdict.value.personId : verdict.error, person, 'the person');
      }
    },
  },
  {
    name: 'MUST let nobody in by a forged ticket, and say neither ticket nor verifier',
    run: async (subject) => {
      const round = someRound();
      const forged = 'ST-999-forged-0123456789-0123456789';
      const rejected = await rejectionOf(subject, forged, round);
      mustEqual(rejected.code, 'TICKET_INVALID', 'the rejection');
      must(rejected.message.length > 0 && rejected.message.length <= 500, 'a message of 1 to 500 characters');
      must(
        !rejected.message.includes(forged) && !rejected.message.includes(round.verifier),
        'a message without secrets',
      );
    },
  },
  {
    name: 'MUST ask once, when the answer is lost',
    run: async (subject) => {
      const round = someRound();
      const [person = ''] = subject.people;
      const ticket = subject.issue(person, round);
      const before = subject.asked();
      subject.breakOff(true);
      const rejected = await rejectionOf(subject, ticket, round);
      subject.breakOff(false);
      mustEqual(rejected.code, 'PROVIDER_UNREACHABLE', 'the rejection');
      const after = subject.asked();
      if (before !== null && after !== null) mustEqual(after - before, 1, 'how often it was asked');
    },
  },
  {
    name: 'MUST come to an end when it is told to stop',
    run: async (subject) => {
      const round = someRound();
      const [person = ''] = subject.people;
      const stop = new AbortController();
      stop.abort();
      const verdict = await subject.provider.verify(subject.issue(person, round), round, {
        signal: stop.signal,
        timeoutMs: 60_000,
      });
      must(verdict.isErr(), 'nobody is let in');
    },
  },
  {
    name: 'MUST take nothing for a logout that is none',
    run: async ({ provider }) => {
      for (const body of ['', 'x', 'logoutRequest=', 'logoutRequest=%00', 'logoutRequest=<a>'])
        mustEqual(provider.readLogout(body), null, `a logout of ${body}`);
    },
  },
];
