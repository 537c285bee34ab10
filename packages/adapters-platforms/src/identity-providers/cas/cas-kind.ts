import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type {
  Identity,
  IdentityProviderKind,
  OpenIdentityProvider,
  Proof,
  ProviderField,
  SignInRejection,
  SignInRound,
} from '@portico/core/sign-in';
import { z } from 'zod';
import type { VendorClient } from '../../http/vendor-client.ts';
import { ask, patienceOf, type Patience } from '../ask.ts';
import { rejection } from '../identity.ts';
import { attributeName, place, placedAt, readConnection } from '../settings.ts';
import { readCasAnswer, readPlainAnswer, type PersonIn, type TransientFailure } from './read-cas-answer.ts';
import { readLogoutRequest } from './read-logout-request.ts';

type CasVersion = 'cas1' | 'cas2' | 'cas3';

const paths: Readonly<Record<CasVersion, string>> = {
  cas1: '/validate',
  cas2: '/serviceValidate',
  cas3: '/p3/serviceValidate',
};

const names: Readonly<Record<CasVersion, string>> = { cas1: 'CAS 1.0', cas2: 'CAS 2.0', cas3: 'CAS 3.0' };

const settingsOf = (version: CasVersion) =>
  z.strictObject({
    loginPath: place.default('/login'),
    validatePath: place.default(paths[version]),
    logoutPath: place.nullable().default('/logout'),
    renew: z.boolean().default(false),
    ...(version === 'cas1'
      ? {}
      : { personAttribute: attributeName.default(null), nameAttribute: attributeName.default(null) }),
  });

interface CasSettings extends Partial<PersonIn> {
  readonly loginPath: string;
  readonly validatePath: string;
  readonly logoutPath: string | null;
  readonly renew: boolean;
}

const field = (
  name: string,
  type: ProviderField['type'],
  zh: string,
  en: string,
  byDefault: unknown,
  help: ProviderField['help'] = null,
): ProviderField => ({
  name,
  type,
  label: { 'zh-CN': zh, en },
  help,
  required: false,
  default: byDefault,
  choices: null,
});

const fieldsOf = (version: CasVersion): readonly ProviderField[] => [
  field('loginPath', 'string', '登录路径', 'Path of the login page', '/login'),
  field('validatePath', 'string', '票据校验路径', 'Path that validates tickets', paths[version]),
  field('logoutPath', 'string', '注销路径', 'Path of the logout page', '/logout'),
  field('renew', 'boolean', '每次都要求输入口令', 'Ask for the password every time', false),
  ...(version === 'cas1'
    ? []
    : [
        field('personAttribute', 'string', '学工号所在属性', 'Attribute that holds the person’s id', null, {
          'zh-CN': '留空则使用 user',
          en: 'The user of the answer unless it is given',
        }),
        field('nameAttribute', 'string', '姓名所在属性', 'Attribute that holds the person’s name', null),
      ]),
];

/** The service that a round stands for: at login and at validation the same text, byte for byte. */
export const serviceOf = ({ callback, state }: Pick<SignInRound, 'callback' | 'state'>): string =>
  `${callback}?state=${state}`;

const withQuery = (at: URL, query: Readonly<Record<string, string>>): URL => {
  const address = new URL(at);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address;
};

const openCas = (
  version: CasVersion,
  baseUrl: string,
  settings: CasSettings,
  client: VendorClient,
): OpenIdentityProvider => {
  const person: PersonIn = {
    personAttribute: settings.personAttribute ?? null,
    nameAttribute: settings.nameAttribute ?? null,
  };
  const renew: Record<string, string> = settings.renew ? { renew: 'true' } : {};
  const read = (text: string): Result<Identity, SignInRejection | TransientFailure> =>
    version === 'cas1' ? readPlainAnswer(text) : readCasAnswer(text, person);

  const validate = async (
    ticket: string,
    round: SignInRound,
    patience: Patience,
  ): Promise<Result<Identity, SignInRejection | TransientFailure>> => {
    const address = withQuery(placedAt(baseUrl, settings.validatePath), {
      service: serviceOf(round),
      ticket,
      ...renew,
    });
    const request = {
      method: 'GET',
      url: address,
      headers: { accept: 'application/xml, text/plain, */*;q=0.1' },
      body: null,
    } as const;
    const answer = await ask(client, request, patience);
    if (answer.isErr()) return err(answer.error);
    // Some servers say 401 or 403 beside a failure that can be read.
    const verdict = read(answer.value.text);
    const { status } = answer.value;
    if (status === 200 || (verdict.isErr() && verdict.error.code !== 'ANSWER_UNREADABLE')) return verdict;
    return err(rejection('PROVIDER_MISCONFIGURED', `the provider answered with ${status}`));
  };

  return {
    loginUrl: (round) => withQuery(placedAt(baseUrl, settings.loginPath), { service: serviceOf(round), ...renew }).href,
    readProof: (query): Result<Proof, SignInRejection> => {
      const { ticket = '', state = '' } = query;
      return /^[\u0021-\u007e]{1,256}$/u.test(ticket)
        ? ok({ state, ticket })
        : err(rejection('TICKET_INVALID', 'the browser came back without a ticket'));
    },
    verify: (ticket, round, context) => {
      const patience = patienceOf(context);
      const twiceAtMost = async (): Promise<Result<Identity, SignInRejection>> => {
        const first = await validate(ticket, round, patience);
        const verdict =
          first.isErr() && first.error.code === 'INTERNAL_ERROR' ? await validate(ticket, round, patience) : first;
        return verdict.mapErr((failure) =>
          failure.code === 'INTERNAL_ERROR'
            ? rejection('PROVIDER_UNREACHABLE', 'the provider answered INTERNAL_ERROR twice')
            : failure,
        );
      };
      return new ResultAsync(twiceAtMost());
    },
    readLogout: readLogoutRequest,
    logoutUrl: settings.logoutPath === null ? null : placedAt(baseUrl, settings.logoutPath).href,
    identify: null,
  };
};

/** CAS of one version (Apereo CAS protocol specification). */
export const casKind = (version: CasVersion, client: VendorClient): IdentityProviderKind => {
  const settings = settingsOf(version) as unknown as z.ZodType<CasSettings>;
  return {
    kind: version,
    name: { 'zh-CN': `${names[version]} 统一身份认证`, en: names[version] },
    fields: fieldsOf(version),
    open: (connection) =>
      readConnection(connection, { settings, secrets: z.strictObject({}) }).map((read) =>
        openCas(version, read.baseUrl, read.settings, client),
      ),
  };
};
