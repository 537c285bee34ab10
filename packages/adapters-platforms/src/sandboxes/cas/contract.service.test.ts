import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCasSandbox, type CasSandbox } from './start-cas-sandbox.ts';

// What the Apereo CAS protocol specification says, seen from a browser and a service.
const service = 'https://app.example.edu/callback?state=1';

let sandbox: CasSandbox;
let clock = 1_763_683_200_000;
beforeAll(async () => {
  sandbox = await startCasSandbox({
    now: () => clock,
    isRegistered: (asked) => asked.startsWith('https://app.example.edu/'),
  });
});
afterAll(() => sandbox.close());

const get = (path: string, query: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${sandbox.baseUrl}${path}?${new URLSearchParams(query).toString()}`, { redirect: 'manual', headers });

const logIn = (username: string): Promise<Response> =>
  fetch(`${sandbox.baseUrl}/login?${new URLSearchParams({ service }).toString()}`, {
    method: 'POST',
    body: new URLSearchParams({ username, service }),
    redirect: 'manual',
  });

const ticketOf = (response: Response): string =>
  new URL(response.headers.get('location') ?? '').searchParams.get('ticket') ?? '';

const validate = async (
  path: string,
  ticket: string,
  of = service,
  more: Record<string, string> = {},
): Promise<string> => (await get(path, { service: of, ticket, ...more })).text();

describe('The login page', () => {
  test('MUST send whoever logs in back to the service with a ticket, its own query kept', async () => {
    const response = await logIn('T001');
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.href.startsWith(`${service}&ticket=ST-`)).toBe(true);
  });

  test('MUST not ask again whoever is signed in, unless it is told to renew', async () => {
    const cookie = (await logIn('T001')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await get('/login', { service }, { cookie })).status).toBe(302);
    expect((await get('/login', { service, renew: 'true' }, { cookie })).status).toBe(200);
  });

  test('MUST send nobody to a service that is not registered', async () => {
    const response = await get('/login', { service: 'https://evil.example.com/' });
    expect(response.status).toBe(403);
    expect(response.headers.get('location')).toBeNull();
  });
});

describe('Validation', () => {
  test('MUST answer once, in the form of each version', async () => {
    const plain = ticketOf(await logIn('T001'));
    expect(await validate('/validate', plain)).toBe('yes\nT001\n');
    expect(await validate('/validate', plain)).toBe('no\n\n');
    expect(await validate('/serviceValidate', ticketOf(await logIn('T001')))).toContain('<cas:user>T001</cas:user>');
    expect(await validate('/p3/serviceValidate', ticketOf(await logIn('T001')))).toContain('<cas:cn>李老师</cas:cn>');
  });

  test('MUST kill a ticket that is presented for another service', async () => {
    const ticket = ticketOf(await logIn('T001'));
    expect(await validate('/serviceValidate', ticket, `${service}0`)).toContain('INVALID_SERVICE');
    expect(await validate('/serviceValidate', ticket)).toContain('INVALID_TICKET');
  });

  test('MUST name what is wrong with a request', async () => {
    expect(await (await get('/serviceValidate', { service })).text()).toContain('INVALID_REQUEST');
    expect(await validate('/serviceValidate', 'XX-1')).toContain('INVALID_TICKET_SPEC');
    const late = ticketOf(await logIn('T001'));
    clock += 10_000;
    expect(await validate('/serviceValidate', late)).toContain('INVALID_TICKET');
  });

  test('MUST tell a ticket of a password from one of a session when renew is asked for', async () => {
    const first = await logIn('T001');
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(await validate('/serviceValidate', ticketOf(first), service, { renew: 'true' })).toContain('<cas:user>');
    const second = ticketOf(await get('/login', { service }, { cookie }));
    expect(await validate('/serviceValidate', second, service, { renew: 'true' })).toContain('INVALID_TICKET');
  });
});
