import type { ApiUnderTest } from '../testing/api-under-test.ts';

/** A browser's cookies, as far as one host needs them. */
export interface TestBrowser {
  readonly cookies: Map<string, string>;
  /** Every `Set-Cookie` that came. */
  readonly setCookies: string[];
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

export const openBrowser = ({ app }: Pick<ApiUnderTest, 'app'>, origin = 'http://localhost'): TestBrowser => {
  const cookies = new Map<string, string>();
  const setCookies: string[] = [];
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const given = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (given !== '') headers.set('cookie', given);
    const response = await app.request(`${origin}${path}`, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (/max-age=0/iu.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    cookies,
    setCookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
  };
};

/** Where a login sends to, taken apart. */
export const stateOf = (location: string | null): string =>
  new URL(new URL(location ?? '').searchParams.get('service') ?? '').searchParams.get('state') ?? '';
