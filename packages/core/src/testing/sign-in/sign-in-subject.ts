import type { ResultAsync } from 'neverthrow';
import type { Millis } from '../../ports/instant.ts';
import type { Transactor } from '../../ports/transactor.ts';
import type { IdentityProvider, PersonSession, ReturnOrigin } from '../../sign-in/model.ts';
import type { SignInStores } from '../../sign-in/ports.ts';

/** Sign-in stores that are to keep the promises of their ports. */
export interface SignInStoresSubject {
  readonly transactor: Transactor<SignInStores>;
  /** A text that nothing here has been called: 1 to 40 characters of `[a-z0-9-]`. */
  fresh(): string;
  /** Moves the stores' clock forward. */
  advance(ms: Millis): Promise<void>;
}

/** Runs one transaction and answers its value; a failure throws. */
export const inSignIn = async <T, E>(
  { transactor }: SignInStoresSubject,
  work: (stores: SignInStores) => ResultAsync<T, E>,
): Promise<T> => {
  const result = await transactor.run(work);
  if (result.isErr()) throw new Error(`The transaction failed: ${JSON.stringify(result.error)}`);
  return result.value;
};

const time = 1_763_683_200_000;

export const someProvider = (tenant: string, fields: Partial<IdentityProvider> = {}): IdentityProvider => ({
  tenant,
  code: 'campus',
  kind: 'cas3',
  name: '统一身份认证',
  baseUrl: 'https://cas.example.edu/cas',
  settings: { personAttribute: 'employeeNumber', nested: { list: [1, null, '二'] } },
  secrets: { clientSecret: 'sealed' },
  enabled: true,
  revision: 1,
  createdAt: time,
  updatedAt: time + 1,
  ...fields,
});

export const someOrigin = (tenant: string, fields: Partial<ReturnOrigin> = {}): ReturnOrigin => ({
  tenant,
  origin: 'https://oa.example.edu',
  name: '办公系统',
  handOver: 'token',
  secret: 'sealed',
  enabled: true,
  revision: 1,
  createdAt: time,
  updatedAt: time + 1,
  ...fields,
});

export type NewSession = Omit<PersonSession, 'createdAt' | 'expiresAt'>;

export const someSession = (
  subject: SignInStoresSubject,
  tenant: string,
  fields: Partial<NewSession> = {},
): NewSession => ({
  id: subject.fresh(),
  tenant,
  provider: 'campus',
  personId: 'T001',
  name: '李老师',
  attributes: { employeeNumber: ['T001'], memberOf: ['教师', 'staff'] },
  proof: `proof-${subject.fresh()}`,
  ...fields,
});
