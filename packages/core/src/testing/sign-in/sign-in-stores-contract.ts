import { errAsync } from 'neverthrow';
import type { PersonSession } from '../../sign-in/model.ts';
import { must, mustEqual, type ContractCase } from '../contract-case.ts';
import {
  inSignIn,
  someOrigin,
  someProvider,
  someSession,
  type NewSession,
  type SignInStoresSubject,
} from './sign-in-subject.ts';

const hour = 3_600_000;

const open = (subject: SignInStoresSubject, session: NewSession, validForMs = hour): Promise<PersonSession> =>
  inSignIn(subject, (stores) => stores.personSessions.open(session, validForMs));

const find = (subject: SignInStoresSubject, id: string): Promise<PersonSession | null> =>
  inSignIn(subject, (stores) => stores.personSessions.find(id));

const idsOf = (sessions: readonly PersonSession[]): readonly string[] => sessions.map(({ id }) => id);

const anything = { provider: null, personId: null, outcome: null };

/** What the sign-in stores promise. */
export const signInStoresContract: readonly ContractCase<SignInStoresSubject>[] = [
  {
    name: 'MUST keep providers by revision, so that one of two changes to the same revision wins',
    run: async (subject) => {
      const [tenant, other] = [subject.fresh(), subject.fresh()];
      const provider = someProvider(tenant);
      const save = (one: typeof provider): Promise<boolean> =>
        inSignIn(subject, (stores) => stores.identityProviders.save(one));
      mustEqual(await save(provider), true, 'inserted');
      mustEqual(await save(provider), false, 'inserted twice');
      const changed = someProvider(tenant, { revision: 2, enabled: false, name: 'CAS "2"', settings: {}, secrets: {} });
      mustEqual(await save(changed), true, 'changed');
      mustEqual(await save({ ...changed, name: 'late' }), false, 'changed by somebody too late');
      mustEqual(await save(someProvider(tenant, { code: 'x', revision: 2 })), false, 'changed what is not there');
      await save(someProvider(tenant, { code: 'A-first'.toLowerCase(), kind: 'oauth2' }));
      await save(someProvider(other));
      const list = await inSignIn(subject, (stores) => stores.identityProviders.list(tenant));
      mustEqual(list, [someProvider(tenant, { code: 'a-first', kind: 'oauth2' }), changed], 'the list');
      mustEqual(await inSignIn(subject, (stores) => stores.identityProviders.find(tenant, 'campus')), changed, 'found');
      const remove = (of: string): Promise<boolean> =>
        inSignIn(subject, (stores) => stores.identityProviders.remove(of, 'campus'));
      mustEqual([await remove(tenant), await remove(tenant)], [true, false], 'removed once');
      mustEqual(
        await inSignIn(subject, (stores) => stores.identityProviders.find(other, 'campus')),
        someProvider(other),
        'the other tenant’s',
      );
    },
  },
  {
    name: 'MUST keep return origins by revision, each tenant its own',
    run: async (subject) => {
      const [tenant, other] = [subject.fresh(), subject.fresh()];
      const save = (one: ReturnType<typeof someOrigin>): Promise<boolean> =>
        inSignIn(subject, (stores) => stores.returnOrigins.save(one));
      mustEqual(await save(someOrigin(tenant)), true, 'inserted');
      mustEqual(await save(someOrigin(tenant, { secret: 'other' })), false, 'inserted twice');
      mustEqual(await save(someOrigin(tenant, { origin: 'http://a.example.edu:8080' })), true, 'another one');
      const changed = someOrigin(tenant, { revision: 2, handOver: 'none', enabled: false });
      mustEqual(await save(changed), true, 'changed');
      mustEqual(
        await inSignIn(subject, (stores) => stores.returnOrigins.list(tenant)),
        [someOrigin(tenant, { origin: 'http://a.example.edu:8080' }), changed],
        'the list',
      );
      mustEqual(
        await inSignIn(subject, (stores) => stores.returnOrigins.find(other, 'https://oa.example.edu')),
        null,
        'of another tenant',
      );
      const remove = (): Promise<boolean> =>
        inSignIn(subject, (stores) => stores.returnOrigins.remove(tenant, 'https://oa.example.edu'));
      mustEqual([await remove(), await remove()], [true, false], 'removed once');
    },
  },
  {
    name: 'MUST keep a session until it expires, by the store’s clock',
    run: async (subject) => {
      const session = someSession(subject, subject.fresh());
      const opened = await open(subject, session, hour);
      mustEqual(opened, { ...session, createdAt: opened.createdAt, expiresAt: opened.createdAt + hour }, 'opened');
      mustEqual(await find(subject, session.id), opened, 'found');
      mustEqual(await find(subject, subject.fresh()), null, 'unknown');
      const twice = await subject.transactor.run((stores) => stores.personSessions.open(session, hour));
      mustEqual(twice.isErr() ? twice.error.code : 'opened', 'STORE_DATA', 'the same id again');
      await subject.advance(hour);
      mustEqual(await find(subject, session.id), null, 'expired');
    },
  },
  {
    name: 'MUST end exactly the sessions that are meant',
    run: async (subject) => {
      const [tenant, other] = [subject.fresh(), subject.fresh()];
      const mine = someSession(subject, tenant, { proof: 'P1' });
      const again = someSession(subject, tenant, { proof: 'P2' });
      const elsewhere = someSession(subject, tenant, { provider: 'oauth', proof: 'P1' });
      const zhang = someSession(subject, tenant, { personId: '20210001', proof: 'P3' });
      const foreign = someSession(subject, other, { proof: 'P1' });
      for (const session of [mine, again, elsewhere, zhang, foreign]) await open(subject, session);
      const end = <T>(work: Parameters<typeof inSignIn<T, unknown>>[1]): Promise<T> => inSignIn(subject, work);
      const left = async (): Promise<readonly boolean[]> =>
        Promise.all([mine, again, elsewhere, zhang, foreign].map(async ({ id }) => (await find(subject, id)) !== null));
      mustEqual(await end((stores) => stores.personSessions.endByProof(tenant, 'campus', 'P1')), 1, 'by ticket');
      mustEqual(await left(), [false, true, true, true, true], 'after the ticket');
      mustEqual(await end((stores) => stores.personSessions.endByProof(tenant, 'campus', 'P1')), 0, 'by ticket again');
      mustEqual(await end((stores) => stores.personSessions.end(foreign.id, tenant)), false, 'another tenant’s');
      mustEqual(await end((stores) => stores.personSessions.endByProvider(tenant, 'oauth')), 1, 'by provider');
      mustEqual(await left(), [false, true, false, true, true], 'after the provider');
      mustEqual(await end((stores) => stores.personSessions.endByPerson(tenant, 'T001')), 1, 'by person');
      mustEqual(await left(), [false, false, false, true, true], 'after the person');
      mustEqual(await end((stores) => stores.personSessions.end(zhang.id, tenant)), true, 'by id');
      mustEqual(await end((stores) => stores.personSessions.end(foreign.id, null)), true, 'by id alone');
      mustEqual(await left(), [false, false, false, false, false], 'at the end');
    },
  },
  {
    name: 'MUST list lasting sessions newest first, in pages that neither repeat nor skip',
    run: async (subject) => {
      const tenant = subject.fresh();
      const short = someSession(subject, tenant);
      await open(subject, short, 10);
      const rest: PersonSession[] = [];
      for (let made = 0; made < 5; made += 1) {
        await subject.advance(20);
        rest.push(await open(subject, someSession(subject, tenant, made === 2 ? { personId: 'other' } : {})));
      }
      const expected = rest.map(({ id }) => id).toReversed();
      const page = (after: { createdAt: number; id: string } | null, limit: number, person: string | null = null) =>
        inSignIn(subject, (stores) => stores.personSessions.list(tenant, person, after, limit));
      mustEqual(idsOf(await page(null, 200)), expected, 'all of them');
      mustEqual(idsOf(await page(null, 200, 'other')), [expected[2]], 'one person’s');
      const paged: string[] = [];
      let after: PersonSession | null = null;
      for (let pages = 0; pages < 4; pages += 1) {
        const found: readonly PersonSession[] = await page(after, 2);
        paged.push(...idsOf(found));
        after = found.at(-1) ?? after;
      }
      mustEqual(paged, expected, 'page by page');
    },
  },
  {
    name: 'MUST let exactly one of N racing callers take a ticket',
    run: async (subject) => {
      const [tenant, other, hash] = [subject.fresh(), subject.fresh(), subject.fresh()];
      const use = (of: string, purpose: 'state' | 'ticket', forMs = hour): Promise<boolean> =>
        inSignIn(subject, (stores) => stores.once.use(of, purpose, hash, forMs));
      const racing = await Promise.all(Array.from({ length: 8 }, () => use(tenant, 'ticket')));
      mustEqual(racing.filter(Boolean).length, 1, 'how many took it');
      mustEqual(await use(tenant, 'state'), true, 'for another purpose');
      mustEqual(await use(other, 'ticket'), true, 'in another tenant');
      await subject.advance(hour + 1);
      mustEqual(await use(tenant, 'ticket'), true, 'when it need not be remembered');
      mustEqual(await use(tenant, 'ticket'), false, 'and remembered anew');
    },
  },
  {
    name: 'MUST not remember what a transaction took that failed',
    run: async (subject) => {
      const [tenant, hash] = [subject.fresh(), subject.fresh()];
      const failed = await subject.transactor.run((stores) =>
        stores.once.use(tenant, 'ticket', hash, hour).andThen(() => errAsync('on purpose')),
      );
      must(failed.isErr(), 'an err ends the transaction');
      mustEqual(await inSignIn(subject, (stores) => stores.once.use(tenant, 'ticket', hash, hour)), true, 'taken');
    },
  },
  {
    name: 'MUST log sign-ins newest first, filtered, in pages',
    run: async (subject) => {
      const [tenant, other] = [subject.fresh(), subject.fresh()];
      const append = (of: string, fields: object): Promise<void> =>
        inSignIn(subject, (stores) =>
          stores.signInLog.append({
            tenant: of,
            provider: 'campus',
            outcome: 'signed-in',
            personId: 'T001',
            message: null,
            ...fields,
          }),
        );
      await append(tenant, {});
      await append(other, {});
      await append(tenant, { outcome: 'TICKET_INVALID', personId: null, message: '票据无效' });
      await append(tenant, { provider: 'oauth' });
      const list = (filter: object, before: number | null = null, limit = 200) =>
        inSignIn(subject, (stores) => stores.signInLog.list(tenant, { ...anything, ...filter }, before, limit));
      const all = await list({});
      mustEqual(
        all.map(({ provider, outcome, personId, message }) => [provider, outcome, personId, message]),
        [
          ['oauth', 'signed-in', 'T001', null],
          ['campus', 'TICKET_INVALID', null, '票据无效'],
          ['campus', 'signed-in', 'T001', null],
        ],
        'all of them',
      );
      mustEqual((await list({ provider: 'campus' })).length, 2, 'by provider');
      mustEqual((await list({ personId: 'T001' })).length, 2, 'by person');
      mustEqual((await list({ outcome: 'TICKET_INVALID' })).length, 1, 'by outcome');
      mustEqual(await list({}, all[0]?.id ?? null, 1), all.slice(1, 2), 'the next page');
    },
  },
  {
    name: 'MUST forget only what is over, at most as much as asked',
    run: async (subject) => {
      const tenant = subject.fresh();
      const prune = (limit: number): Promise<readonly number[]> =>
        Promise.all([
          inSignIn(subject, (stores) => stores.personSessions.prune(limit)),
          inSignIn(subject, (stores) => stores.once.prune(limit)),
          inSignIn(subject, (stores) => stores.signInLog.prune(hour / 6, limit)),
        ]);
      // What other promises left behind is old by then.
      await subject.advance(hour * 2);
      await prune(10_000);
      const lasting = await open(subject, someSession(subject, tenant));
      const hash = subject.fresh();
      await inSignIn(subject, (stores) => stores.once.use(tenant, 'ticket', hash, hour));
      for (let made = 0; made < 3; made += 1) {
        await open(subject, someSession(subject, tenant), 10);
        await inSignIn(subject, (stores) => stores.once.use(tenant, 'token', `${hash}-${made}`, 10));
        await inSignIn(subject, (stores) =>
          stores.signInLog.append({ tenant, provider: 'campus', outcome: 'signed-in', personId: null, message: null }),
        );
      }
      await subject.advance(hour / 3);
      await inSignIn(subject, (stores) =>
        stores.signInLog.append({ tenant, provider: 'new', outcome: 'signed-in', personId: null, message: null }),
      );
      mustEqual(await prune(2), [2, 2, 2], 'the first time');
      mustEqual(await prune(200), [1, 1, 1], 'the rest');
      mustEqual(await find(subject, lasting.id), lasting, 'what lasts');
      mustEqual(
        await inSignIn(subject, (stores) => stores.once.use(tenant, 'ticket', hash, hour)),
        false,
        'remembered',
      );
      const log = await inSignIn(subject, (stores) => stores.signInLog.list(tenant, anything, null, 200));
      mustEqual(
        log.map(({ provider }) => provider),
        ['new'],
        'the log',
      );
    },
  },
];
