import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Identity, OpenIdentityProvider, SignInRejection } from '@portico/core/sign-in';
import type { Result } from 'neverthrow';
import { createAddressGuard } from '../../http/address-guard.ts';
import { createGuardedAgent } from '../../http/guarded-agent.ts';
import type { PageFault } from '../../sandboxes/cas/page-faults.ts';
import { startCasSandbox, type CasSandbox } from '../../sandboxes/cas/start-cas-sandbox.ts';
import { identityProviderKinds } from '../identity-provider-kinds.ts';

const versions = ['cas1', 'cas2', 'cas3'] as const;
const round = { callback: 'https://portico.example.edu/sso/default/campus/callback', state: 'state-1', verifier: 'v' };
const service = `${round.callback}?state=state-1`;

let sandbox: CasSandbox;
let clock = 1_763_683_200_000;
beforeAll(async () => {
  sandbox = await startCasSandbox({ now: () => clock });
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.setFault(null));

const openKind = (
  kind: (typeof versions)[number],
  settings: Readonly<Record<string, unknown>> = {},
  baseUrl = sandbox.baseUrl,
): OpenIdentityProvider =>
  identityProviderKinds()
    .find((known) => known.kind === kind)!
    .open({ baseUrl, settings, secrets: {} })
    ._unsafeUnwrap();

const verify = async (
  provider: OpenIdentityProvider,
  ticket: string,
  timeoutMs = 20_000,
): Promise<Result<Identity, SignInRejection>> =>
  provider.verify(ticket, round, { signal: new AbortController().signal, timeoutMs });

const codeOf = async (provider: OpenIdentityProvider, ticket: string, timeoutMs?: number): Promise<string> =>
  (await verify(provider, ticket, timeoutMs)).match(
    (identity) => `accepted ${identity.personId}`,
    ({ code }) => code,
  );

describe.each(versions)('%s', (version) => {
  test('MUST tell whose a ticket is, once', async () => {
    const provider = openKind(version);
    const ticket = sandbox.issueTicket('T001', service);
    expect((await verify(provider, ticket))._unsafeUnwrap().personId).toBe('T001');
    expect(await codeOf(provider, ticket)).toBe('TICKET_INVALID');
  });

  test('MUST send the service of the login byte for byte', async () => {
    const provider = openKind(version);
    const login = new URL(provider.loginUrl(round));
    expect(login.searchParams.get('service')).toBe(service);
    await verify(provider, sandbox.issueTicket('T001', service));
    expect(sandbox.validations.at(-1)?.service).toBe(login.searchParams.get('service'));
  });

  test('MUST refuse forged and expired tickets', async () => {
    const provider = openKind(version);
    expect(await codeOf(provider, 'ST-1-forged')).toBe('TICKET_INVALID');
    const late = sandbox.issueTicket('T001', service);
    clock += 10_001;
    expect(await codeOf(provider, late)).toBe('TICKET_INVALID');
  });

  test('MUST ask once, whatever becomes of the answer', async () => {
    const provider = openKind(version);
    const expected: readonly (readonly [PageFault, SignInRejection['code'], number?])[] = [
      ['status-500', 'PROVIDER_UNREACHABLE'],
      ['drop', 'PROVIDER_UNREACHABLE'],
      ['slow', 'PROVIDER_UNREACHABLE', 300],
      ['html', 'ANSWER_UNREADABLE'],
      ['gb18030', 'ANSWER_UNREADABLE'],
      ['huge', 'ANSWER_UNREADABLE'],
      ['redirect', 'PROVIDER_MISCONFIGURED'],
    ];
    for (const [fault, code, timeoutMs] of expected) {
      sandbox.setFault(fault);
      const before = sandbox.validations.length;
      expect([fault, await codeOf(provider, sandbox.issueTicket('T001', service), timeoutMs)]).toEqual([fault, code]);
      expect([fault, sandbox.validations.length - before]).toEqual([fault, 1]);
    }
  });

  test('MUST say that a server is out of reach', async () => {
    expect(await codeOf(openKind(version, {}, 'http://127.0.0.1:1/cas'), 'ST-1')).toBe('PROVIDER_UNREACHABLE');
  });

  test('MUST refuse what comes back without a ticket, or with something else', () => {
    const provider = openKind(version);
    for (const ticket of ['', 'ST 1', 'ST-1\r\nx', 'x'.repeat(257), '票']) {
      expect(provider.readProof({ ticket, state: 's' })._unsafeUnwrapErr().code).toBe('TICKET_INVALID');
    }
    expect(provider.readProof({ state: 's' }).isErr()).toBe(true);
    expect(provider.readProof({ ticket: 'ST-1', state: 's' })._unsafeUnwrap()).toEqual({ ticket: 'ST-1', state: 's' });
  });
});

describe.each(['cas2', 'cas3'] as const)('%s in XML', (version) => {
  test('MUST tell a changed service from an invalid ticket', async () => {
    const elsewhere = sandbox.issueTicket('T001', 'https://other.example.edu/');
    expect(await codeOf(openKind(version), elsewhere)).toBe('SERVICE_MISMATCH');
  });

  test('MUST try INTERNAL_ERROR once more, and no oftener', async () => {
    const provider = openKind(version);
    sandbox.setFault('internal-error-once');
    const before = sandbox.validations.length;
    expect(await codeOf(provider, sandbox.issueTicket('T001', service))).toBe('accepted T001');
    sandbox.setFault('internal-error');
    expect(await codeOf(provider, sandbox.issueTicket('T001', service))).toBe('PROVIDER_UNREACHABLE');
    expect(sandbox.validations.length - before).toBe(4);
  });

  test('MUST match by namespace, never by prefix, and refuse declarations, depth and doubled answers', async () => {
    const provider = openKind(version);
    const expected: readonly (readonly [PageFault, string])[] = [
      ['other-prefix', 'accepted T001'],
      ['wrong-namespace', 'ANSWER_UNREADABLE'],
      ['dtd', 'ANSWER_UNREADABLE'],
      ['entity-bomb', 'ANSWER_UNREADABLE'],
      ['deep', 'ANSWER_UNREADABLE'],
      ['two-answers', 'ANSWER_UNREADABLE'],
    ];
    for (const [fault, verdict] of expected) {
      sandbox.setFault(fault);
      expect([fault, await codeOf(provider, sandbox.issueTicket('T001', service))]).toEqual([fault, verdict]);
    }
  });
});

test('MUST take the person from an attribute where the settings say so', async () => {
  const provider = openKind('cas3', { personAttribute: 'employeeNumber', nameAttribute: 'cn' });
  const identity = (await verify(provider, sandbox.issueTicket('20210001', service)))._unsafeUnwrap();
  expect(identity).toEqual({
    personId: '20210001',
    name: '张三',
    attributes: { cn: ['张三'], employeeNumber: ['20210001'], memberOf: ['student', '2021级'] },
  });
  const missing = openKind('cas3', { personAttribute: 'workNumber' });
  expect(await codeOf(missing, sandbox.issueTicket('T001', service))).toBe('PROVIDER_MISCONFIGURED');
});

test('MUST name the field at fault in settings', () => {
  const kind = identityProviderKinds().find(({ kind: name }) => name === 'cas3')!;
  const pointers = (
    settings: Readonly<Record<string, unknown>>,
    baseUrl = 'https://cas.example.edu/cas',
  ): readonly string[] =>
    kind
      .open({ baseUrl, settings, secrets: {} })
      ._unsafeUnwrapErr()
      .issues.map(({ pointer }) => pointer);
  expect(pointers({ validatePath: 'no path' })).toEqual(['/settings/validatePath']);
  expect(pointers({ loginpath: '/login' })).toEqual(['/settings/loginpath']);
  expect(pointers({}, 'ftp://cas.example.edu')).toEqual(['/baseUrl']);
  expect(pointers({}, 'https://user:pw@cas.example.edu')).toEqual(['/baseUrl']);
});

test('MUST call no address that the operator has not allowed', async () => {
  const dispatcher = createGuardedAgent(createAddressGuard({ allowed: [], loopback: false }));
  const provider = identityProviderKinds({ dispatcher })
    .find(({ kind }) => kind === 'cas3')!
    .open({ baseUrl: sandbox.baseUrl, settings: {}, secrets: {} })
    ._unsafeUnwrap();
  const before = sandbox.validations.length;
  expect(await codeOf(provider, sandbox.issueTicket('T001', service))).toBe('PROVIDER_UNREACHABLE');
  expect(sandbox.validations.length).toBe(before);
});
