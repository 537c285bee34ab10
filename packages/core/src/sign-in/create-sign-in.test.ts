import { beforeEach, describe, expect, test } from 'vitest';
import { startSignInWorld, type SignInWorld } from '../testing/sign-in/sign-in-world.ts';
import type { SignedIn } from './sign-in.ts';

const engine = 'https://oa.example.edu/t/1';
const signal = new AbortController().signal;
// Nothing here waits for anything but promises.
const rest = (): Promise<void> => Promise.resolve();

let world: SignInWorld;
beforeEach(async () => {
  world = startSignInWorld(rest);
  const { signIn } = world;
  for (const tenant of ['default', 'other'])
    (
      await signIn.createProvider(tenant, { code: 'campus', kind: 'cas3', baseUrl: 'https://cas.example.edu' })
    )._unsafeUnwrap();
  (await signIn.putReturnOrigin('default', { origin: 'https://oa.example.edu' }))._unsafeUnwrap();
});

interface Begun {
  readonly state: string;
  readonly attempt: string;
}

const begin = async (to: string | null = null, tenant = 'default'): Promise<Begun> => {
  const begun = (
    await world.signIn.people.begin({ tenant, provider: 'campus', to, sessionToken: null })
  )._unsafeUnwrap();
  if (begun.kind !== 'at-provider') throw new Error('It went straight through.');
  const service = new RegExp('service=([^&]+)', 'u').exec(begun.redirect)?.[1] ?? '';
  return { state: new RegExp('state=(.+)$', 'u').exec(decodeURIComponent(service))?.[1] ?? '', attempt: begun.attempt };
};

const complete = (begun: Begun, ticket: string, given: { tenant?: string; attempts?: readonly string[] } = {}) =>
  world.signIn.people.complete({
    tenant: given.tenant ?? 'default',
    provider: 'campus',
    query: { ticket, state: begun.state },
    attempts: given.attempts ?? [begun.attempt],
    signal,
  });

const codeOf = async (begun: Begun, ticket: string, given: Parameters<typeof complete>[2] = {}): Promise<string> =>
  (await complete(begun, ticket, given)).match(
    ({ session }) => `signed in ${session.personId}`,
    ({ code }) => code,
  );

const signInAs = async (personId: string, to: string | null = null): Promise<SignedIn> =>
  (await complete(await begin(to), world.provider.issue(personId)))._unsafeUnwrap();

describe('Signing in', () => {
  test('MUST open a session for whoever the provider says it is', async () => {
    const { token, session, to } = await signInAs('T001');
    expect(session).toMatchObject({ tenant: 'default', provider: 'campus', personId: 'T001' });
    expect(to).toEqual({ kind: 'own-page' });
    expect((await world.signIn.people.find(token))._unsafeUnwrap()?.personId).toBe('T001');
    expect((await world.signIn.people.find(session.id))._unsafeUnwrap()).toBeNull();
  });

  test('MUST end the session after eight hours, by the store’s clock', async () => {
    const { token } = await signInAs('T001');
    await world.clock.advance(8 * 3_600_000 - 1);
    expect((await world.signIn.people.find(token))._unsafeUnwrap()).not.toBeNull();
    await world.clock.advance(1);
    expect((await world.signIn.people.find(token))._unsafeUnwrap()).toBeNull();
  });

  test('MUST verify with the round of the login, as it was', async () => {
    const begun = await begin();
    await complete(begun, world.provider.issue('T001'));
    expect(world.provider.verified.at(-1)?.round).toMatchObject({
      callback: 'https://portico.example.edu/sso/default/campus/callback',
      state: begun.state,
    });
  });

  test('MUST refuse a forged ticket, and write that down', async () => {
    expect(await codeOf(await begin(), 'ST-forged')).toBe('TICKET_INVALID');
    const log = (
      await world.signIn.listLog('default', { provider: null, personId: null, outcome: null }, null, 10)
    )._unsafeUnwrap();
    expect(log.items.map(({ outcome }) => outcome)).toEqual(['TICKET_INVALID']);
  });

  test('MUST refuse a ticket the second time, also in a round of its own, without asking the provider', async () => {
    const ticket = world.provider.issue('T001');
    expect(await codeOf(await begin(), ticket)).toBe('signed in T001');
    const asked = world.provider.verified.length;
    expect(await codeOf(await begin(), ticket)).toBe('TICKET_INVALID');
    expect(world.provider.verified.length).toBe(asked);
  });

  test('MUST let exactly one of two racing callbacks in', async () => {
    const begun = await begin();
    const ticket = world.provider.issue('T001');
    const codes = await Promise.all([codeOf(begun, ticket), codeOf(begun, ticket)]);
    expect(codes.toSorted()).toEqual(['ATTEMPT_UNKNOWN', 'signed in T001']);
    expect(world.provider.verified.length).toBe(1);
  });

  test('MUST refuse a state a second time, and burn the ticket that came with it', async () => {
    const begun = await begin();
    expect(await codeOf(begun, world.provider.issue('T001'))).toBe('signed in T001');
    const second = world.provider.issue('T002');
    expect(await codeOf(begun, second)).toBe('ATTEMPT_UNKNOWN');
    expect(await codeOf(await begin(), second)).toBe('TICKET_INVALID');
  });

  test('MUST refuse whoever did not begin in this browser', async () => {
    const attacker = await begin();
    const victim = await begin();
    const ticket = world.provider.issue('attacker');
    expect(await codeOf(attacker, ticket, { attempts: [] })).toBe('ATTEMPT_UNKNOWN');
    expect(await codeOf(attacker, ticket, { attempts: [victim.attempt] })).toBe('ATTEMPT_UNKNOWN');
    expect(await codeOf({ ...attacker, state: '' }, ticket)).toBe('ATTEMPT_UNKNOWN');
    expect(
      await codeOf(attacker, ticket, { attempts: ['sealed:[]', 'rubbish', 'sealed:["sign-in attempt",{}]'] }),
    ).toBe('ATTEMPT_UNKNOWN');
    expect(world.provider.verified).toEqual([]);
  });

  test('MUST refuse whoever was away for longer than ten minutes', async () => {
    const begun = await begin();
    await world.clock.advance(600_000);
    expect(await codeOf(begun, world.provider.issue('T001'))).toBe('ATTEMPT_UNKNOWN');
  });

  test('MUST keep tenants apart: another one’s attempt and ticket are worth nothing', async () => {
    const begun = await begin(null, 'other');
    expect(await codeOf(begun, world.provider.issue('T001'), { tenant: 'default' })).toBe('ATTEMPT_UNKNOWN');
  });

  test('MUST make whoever is away begin again when the provider has been changed meanwhile', async () => {
    const begun = await begin();
    (await world.signIn.changeProvider('default', 'campus', { name: '新名称' }, null))._unsafeUnwrap();
    expect(await codeOf(begun, world.provider.issue('T001'))).toBe('ATTEMPT_UNKNOWN');
  });

  test('MUST tell operators what they have to mend', async () => {
    world.provider.failWith({ code: 'SERVICE_MISMATCH', message: 'INVALID_SERVICE' });
    expect(await codeOf(await begin(), world.provider.issue('T001'))).toBe('SERVICE_MISMATCH');
    expect(world.complaints).toEqual(['An identity provider does not work.']);
  });

  test('MUST write nothing for anybody who has not begun here', async () => {
    const people = world.signIn.people;
    await people.complete({ tenant: 'default', provider: 'campus', query: {}, attempts: [], signal });
    const log = (
      await world.signIn.listLog('default', { provider: null, personId: null, outcome: null }, null, 10)
    )._unsafeUnwrap();
    expect(log.items).toEqual([]);
  });
});

describe('Handing over', () => {
  const tokenOf = (url: string): string => new RegExp('portico_token=([^&#]+)', 'u').exec(url)?.[1] ?? '';

  test('MUST send the person on with a token that is answered once', async () => {
    const { to } = await signInAs('T001', `${engine}#top`);
    if (to.kind !== 'away') throw new Error('It stayed here.');
    expect(to.url.startsWith(`${engine}?portico_token=`)).toBe(true);
    expect(to.url.endsWith('#top')).toBe(true);
    const token = tokenOf(to.url);
    const redeem = async (audience: string | null) =>
      (await world.signIn.people.redeem(token, audience))._unsafeUnwrap();
    expect(await redeem('https://evil.example.com')).toBeNull();
    expect(await redeem('https://oa.example.edu')).toMatchObject({
      personId: 'T001',
      tenant: 'default',
      audience: 'https://oa.example.edu',
    });
    expect(await redeem('https://oa.example.edu')).toBeNull();
  });

  test('MUST answer no token that is a minute old, or whose origin is gone', async () => {
    const late = await signInAs('T001', engine);
    await world.clock.advance(60_000);
    const early = await signInAs('T001', engine);
    const tokens = [late, early].map(({ to }) => tokenOf(to.kind === 'away' ? to.url : ''));
    expect((await world.signIn.people.redeem(tokens[0] ?? '', null))._unsafeUnwrap()).toBeNull();
    (await world.signIn.removeReturnOrigin('default', 'https://oa.example.edu'))._unsafeUnwrap();
    expect((await world.signIn.people.redeem(tokens[1] ?? '', null))._unsafeUnwrap()).toBeNull();
  });

  test('MUST answer no token of the time before a new secret', async () => {
    const { to } = await signInAs('T001', engine);
    (
      await world.signIn.putReturnOrigin('default', { origin: 'https://oa.example.edu', newSecret: true })
    )._unsafeUnwrap();
    expect(
      (await world.signIn.people.redeem(tokenOf(to.kind === 'away' ? to.url : ''), null))._unsafeUnwrap(),
    ).toBeNull();
  });

  test('MUST refuse every address whose origin is not on this tenant’s list', async () => {
    for (const to of [
      'https://evil.example.com/',
      'http://oa.example.edu/',
      'https://oa.example.edu:444/',
      '//evil',
      'javascript:alert(1)',
    ]) {
      const begun = await world.signIn.people.begin({ tenant: 'default', provider: 'campus', to, sessionToken: null });
      expect([to, begun._unsafeUnwrapErr().code]).toEqual([to, 'RETURN_REFUSED']);
    }
    const elsewhere = await world.signIn.people.begin({
      tenant: 'other',
      provider: 'campus',
      to: engine,
      sessionToken: null,
    });
    expect(elsewhere._unsafeUnwrapErr().code).toBe('RETURN_REFUSED');
  });

  test('MUST stay here when the origin was taken off the list while the person was away', async () => {
    const begun = await begin(engine);
    (
      await world.signIn.putReturnOrigin('default', { origin: 'https://oa.example.edu', enabled: false })
    )._unsafeUnwrap();
    const done = (await complete(begun, world.provider.issue('T001')))._unsafeUnwrap();
    expect(done.to).toEqual({ kind: 'own-page' });
  });

  test('MUST go straight through for whoever has signed in, and not with another tenant’s session', async () => {
    const { token } = await signInAs('T001');
    const again = (tenant: string, to: string | null) =>
      world.signIn.people.begin({ tenant, provider: 'campus', to, sessionToken: token });
    expect((await again('default', engine))._unsafeUnwrap().kind).toBe('through');
    expect((await again('other', null))._unsafeUnwrap().kind).toBe('at-provider');
  });

  test('MUST hand nobody over where the origin takes no tokens', async () => {
    (
      await world.signIn.putReturnOrigin('default', { origin: 'https://oa.example.edu', handOver: 'none' })
    )._unsafeUnwrap();
    expect((await signInAs('T001', engine)).to).toEqual({ kind: 'away', url: engine });
  });
});

describe('Signing out', () => {
  test('MUST end the session that a ticket began when the provider says so, and no other', async () => {
    const ticket = world.provider.issue('T001');
    const first = (await complete(await begin(), ticket))._unsafeUnwrap();
    const second = await signInAs('T001');
    const logout = (body: string) => world.signIn.people.logoutByProvider('default', 'campus', body);
    expect((await logout('logoutRequest=ST-unknown'))._unsafeUnwrap()).toBe(0);
    expect((await logout('rubbish'))._unsafeUnwrap()).toBe(0);
    expect((await logout(`logoutRequest=${ticket}`))._unsafeUnwrap()).toBe(1);
    expect((await world.signIn.people.find(first.token))._unsafeUnwrap()).toBeNull();
    expect((await world.signIn.people.find(second.token))._unsafeUnwrap()).not.toBeNull();
  });

  test('MUST end the session and tell where the provider itself is signed out of', async () => {
    const { token } = await signInAs('T001');
    expect((await world.signIn.people.signOut(token))._unsafeUnwrap()).toEqual({
      providerUrl: 'https://cas.example.edu/logout',
    });
    expect((await world.signIn.people.find(token))._unsafeUnwrap()).toBeNull();
    expect((await world.signIn.people.signOut('rubbish'))._unsafeUnwrap()).toEqual({ providerUrl: null });
  });

  test('MUST end the sessions of a provider that is switched off or removed', async () => {
    const first = await signInAs('T001');
    (await world.signIn.changeProvider('default', 'campus', { enabled: false }, null))._unsafeUnwrap();
    expect((await world.signIn.people.find(first.token))._unsafeUnwrap()).toBeNull();
    const off = await world.signIn.people.begin({
      tenant: 'default',
      provider: 'campus',
      to: null,
      sessionToken: null,
    });
    expect(off._unsafeUnwrapErr().code).toBe('PROVIDER_UNKNOWN');
  });

  test('MUST let operators see sessions and end them', async () => {
    await signInAs('T001');
    await signInAs('T001');
    const zhang = await signInAs('20210001');
    const { items } = (await world.signIn.listSessions('default', null, null, 10))._unsafeUnwrap();
    expect(items).toHaveLength(3);
    expect((await world.signIn.endSession('other', zhang.session.id))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
    expect((await world.signIn.endSessionsOf('default', 'T001'))._unsafeUnwrap()).toBe(2);
    (await world.signIn.endSession('default', zhang.session.id))._unsafeUnwrap();
    expect((await world.signIn.listSessions('default', null, null, 10))._unsafeUnwrap().items).toEqual([]);
  });
});

describe('Providers', () => {
  test('MUST keep secrets sealed and show their names only', async () => {
    const made = (
      await world.signIn.createProvider('default', {
        code: 'second',
        kind: 'cas3',
        baseUrl: 'https://cas.example.edu',
        secrets: { clientSecret: 'geheim' },
      })
    )._unsafeUnwrap();
    expect(made.secretNames).toEqual(['clientSecret']);
    expect(JSON.stringify(made)).not.toContain('geheim');
    const stored = (
      await world.transactor.run((stores) => stores.identityProviders.find('default', 'second'))
    )._unsafeUnwrap();
    expect(stored?.secrets).toEqual({ clientSecret: 'sealed:geheim' });
  });

  test('MUST name the field at fault', async () => {
    const pointerOf = async (draft: object): Promise<unknown> => {
      const failed = (
        await world.signIn.createProvider('default', { code: 'x', kind: 'cas3', baseUrl: 'https://a', ...draft })
      )._unsafeUnwrapErr();
      return failed.code === 'INVALID'
        ? failed.pointer
        : failed.code === 'SETTINGS_INVALID'
          ? failed.issues[0]?.pointer
          : failed.code;
    };
    expect(await pointerOf({ code: 'X' })).toBe('/code');
    expect(await pointerOf({ kind: 'saml' })).toBe('/kind');
    expect(await pointerOf({ name: ' ' })).toBe('/name');
    expect(await pointerOf({ settings: { broken: true } })).toBe('/settings/broken');
    expect(await pointerOf({ code: 'campus' })).toBe('CONFLICT');
  });

  test('MUST tell whether a provider works, switched off or not', async () => {
    const ask = async () => (await world.signIn.testProvider('default', 'campus'))._unsafeUnwrap();
    expect(await ask()).toMatchObject({ ok: true, code: 'TICKET_INVALID' });
    (await world.signIn.changeProvider('default', 'campus', { enabled: false }, null))._unsafeUnwrap();
    world.provider.failWith({ code: 'PROVIDER_UNREACHABLE', message: 'no answer' });
    expect(await ask()).toEqual({ ok: false, code: 'PROVIDER_UNREACHABLE', message: 'no answer' });
    expect((await world.signIn.testProvider('other', 'nobody'))._unsafeUnwrapErr().code).toBe('NOT_FOUND');
  });

  test('MUST refuse a change to a revision that is past', async () => {
    (await world.signIn.changeProvider('default', 'campus', { name: 'a' }, 1))._unsafeUnwrap();
    expect((await world.signIn.changeProvider('default', 'campus', { name: 'b' }, 1))._unsafeUnwrapErr().code).toBe(
      'CONFLICT',
    );
  });
});
