import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../engine/body.ts';
import { failureXml, loginPage, logoutXml, successXml, type CasPerson } from './answers.ts';
import { playTransportFault, type PageFault } from './page-faults.ts';

export type { CasPerson } from './answers.ts';

export interface CasSandboxOptions {
  /** 0, any free one, unless set; always on loopback. */
  readonly port?: number;
  readonly people?: readonly CasPerson[];
  /** Milliseconds; 10,000 unless set. */
  readonly ticketLifeMs?: number;
  readonly now?: () => number;
  /** Which services may be signed in to; all unless set. */
  readonly isRegistered?: (service: string) => boolean;
}

/** A request for a ticket's validation, as it came. */
export interface Validation {
  readonly path: string;
  readonly service: string | null;
  readonly ticket: string | null;
  readonly renew: boolean;
}

/** A CAS server for people, tests and demonstrations, written from the protocol specification. */
export interface CasSandbox {
  readonly baseUrl: string;
  /** Every validation that was asked for. */
  readonly validations: readonly Validation[];
  /** As if this person had signed in for this service. */
  issueTicket(personId: string, service: string): string;
  /** Signs a person out and tells every service they were signed in to; answers the statuses. */
  signOut(personId: string): Promise<readonly number[]>;
  /** How validations are answered from now on; null: as they should. */
  setFault(fault: PageFault | null): void;
  close(): Promise<void>;
}

export const sandboxPeople: readonly CasPerson[] = [
  { id: 'T001', name: '李老师', attributes: { employeeNumber: ['T001'], department: ['计算机学院'] } },
  { id: '20210001', name: '张三', attributes: { employeeNumber: ['20210001'], memberOf: ['student', '2021级'] } },
];

interface Ticket {
  readonly person: CasPerson;
  readonly service: string;
  readonly until: number;
  readonly fresh: boolean;
}

const bodyLimit = 64 * 1024;

/** Starts on loopback. Rejects when the port is taken. */
export async function startCasSandbox(options: CasSandboxOptions = {}): Promise<CasSandbox> {
  const { people = sandboxPeople, ticketLifeMs = 10_000, now = Date.now, isRegistered = () => true } = options;
  const tickets = new Map<string, Ticket>();
  const signedIn = new Map<string, CasPerson>();
  const used = new Map<string, { readonly personId: string; readonly service: string }>();
  const validations: Validation[] = [];
  const closing = new AbortController();
  let fault: PageFault | null = null;

  const issue = (person: CasPerson, service: string, fresh: boolean): string => {
    const ticket = `ST-${tickets.size + 1}-${randomBytes(18).toString('base64url')}-sandbox`;
    tickets.set(ticket, { person, service, until: now() + ticketLifeMs, fresh });
    return ticket;
  };

  const back = (response: ServerResponse, service: string, ticket: string): void => {
    const address = `${service}${service.includes('?') ? '&' : '?'}ticket=${ticket}`;
    response.writeHead(302, { location: address }).end();
  };

  const html = (response: ServerResponse, status: number, page: string): void => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  };

  const login = async (request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> => {
    const form = request.method === 'POST' ? new URLSearchParams(await readBody(request, bodyLimit)) : null;
    const service = query.get('service') ?? form?.get('service') ?? null;
    if (service !== null && service !== '' && !isRegistered(service))
      return html(response, 403, loginPage([], null, '应用未注册（UNAUTHORIZED_SERVICE）'));
    const cookie = /(?:^|;\s*)CASTGC=([\w-]+)/u.exec(request.headers.cookie ?? '')?.[1];
    const known = cookie === undefined || query.get('renew') === 'true' ? undefined : signedIn.get(cookie);
    const chosen = form === null ? known : people.find(({ id }) => id === form.get('username'));
    if (chosen === undefined)
      return html(response, 200, loginPage(people, service, form === null ? null : '账号不存在'));
    if (form !== null) {
      const grant = randomBytes(18).toString('base64url');
      signedIn.set(grant, chosen);
      response.setHeader('set-cookie', `CASTGC=${grant}; Path=/cas; HttpOnly; SameSite=Lax`);
    }
    if (service === null || service === '')
      return html(response, 200, loginPage(people, null, `已登录：${chosen.name}`));
    back(response, service, issue(chosen, service, form !== null));
  };

  /** Takes the ticket, whatever comes of it: the specification allows it one validation. */
  const judge = ({ service, ticket, renew }: Validation): CasPerson | readonly [code: string, text: string] => {
    if (service === null || service === '' || ticket === null || ticket === '')
      return ['INVALID_REQUEST', 'service and ticket are both required'];
    if (!ticket.startsWith('ST-')) return ['INVALID_TICKET_SPEC', 'this is no service ticket'];
    const found = tickets.get(ticket);
    tickets.delete(ticket);
    if (found === undefined || found.until <= now()) return ['INVALID_TICKET', 'the ticket is not recognised'];
    if (found.service !== service) return ['INVALID_SERVICE', 'the ticket was issued for another service'];
    if (renew && !found.fresh) return ['INVALID_TICKET', 'the ticket was not issued from a password'];
    used.set(ticket, { personId: found.person.id, service });
    return found.person;
  };

  const validate = async (response: ServerResponse, path: string, query: URLSearchParams): Promise<void> => {
    const validation = {
      path,
      service: query.get('service'),
      ticket: query.get('ticket'),
      renew: query.get('renew') === 'true',
    };
    validations.push(validation);
    const played = fault;
    if (played === 'internal-error-once') fault = null;
    if (await playTransportFault(played, response, closing.signal)) return;
    if (played === 'internal-error' || played === 'internal-error-once') {
      response.writeHead(200, { 'content-type': 'application/xml' }).end(failureXml('INTERNAL_ERROR', 'try again'));
      return;
    }
    const verdict = judge(validation);
    if (path === '/validate') {
      const text = 'id' in verdict ? `yes\n${verdict.id}\n` : 'no\n\n';
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
      return;
    }
    const xml =
      'id' in verdict ? successXml(verdict, path.startsWith('/p3/'), played) : failureXml(verdict[0], verdict[1]);
    response.writeHead(200, { 'content-type': 'application/xml; charset=UTF-8' }).end(xml);
  };

  const signOut = async (personId: string): Promise<readonly number[]> => {
    for (const [grant, person] of signedIn) if (person.id === personId) signedIn.delete(grant);
    const statuses: number[] = [];
    for (const [ticket, session] of used) {
      if (session.personId !== personId) continue;
      used.delete(ticket);
      const request = logoutXml(
        `LR-${statuses.length + 1}-${randomBytes(9).toString('base64url')}`,
        ticket,
        new Date(now()).toISOString(),
      );
      const answer = await fetch(session.service, {
        method: 'POST',
        body: new URLSearchParams({ logoutRequest: request }),
        redirect: 'manual',
      });
      await answer.body?.cancel();
      statuses.push(answer.status);
    }
    return statuses;
  };

  const logout = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const cookie = /(?:^|;\s*)CASTGC=([\w-]+)/u.exec(request.headers.cookie ?? '')?.[1];
    const person = cookie === undefined ? undefined : signedIn.get(cookie);
    if (person !== undefined) await signOut(person.id);
    response.setHeader('set-cookie', 'CASTGC=; Path=/cas; Max-Age=0');
    html(response, 200, loginPage(people, null, '已注销'));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
    const path = url.pathname.startsWith('/cas/') ? url.pathname.slice('/cas'.length) : '';
    switch (path) {
      case '/login':
        return login(request, response, url.searchParams);
      case '/logout':
        return logout(request, response);
      case '/validate':
      case '/serviceValidate':
      case '/p3/serviceValidate':
        return validate(response, path, url.searchParams);
      default:
        return html(response, 404, loginPage([], null, '页面不存在'));
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cas`,
    validations,
    issueTicket(personId, service) {
      const person = people.find(({ id }) => id === personId);
      if (person === undefined) throw new Error(`nobody here is called ${personId}`);
      return issue(person, service, true);
    },
    signOut,
    setFault: (next) => void (fault = next),
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
