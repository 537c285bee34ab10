import type { VendorRequest } from '../http/vendor-client.ts';
import { isMap, textOf } from './functions.ts';
import { requestMethods } from './profile-document.ts';
import type { RequestTemplate } from './profile-document.ts';
import { located, ProfileFault } from './scope.ts';
import type { Scope } from './scope.ts';
import { compileTemplate, escapePointer } from './template.ts';
import type { Compiler } from './template.ts';

/** A request in the platform's terms; `data` is what people and fingerprints look at. */
export interface RenderedRequest {
  readonly request: VendorRequest;
  readonly data: Readonly<Record<string, unknown>>;
}

export type RenderRequest = (scope: Scope) => RenderedRequest;

type RenderedBody = { readonly text: string | null; readonly data: unknown };

const notInHeaders = /[^\t\u0020-\u007e\u0080-\u00ff]/u;

const compileTexts = (
  texts: Readonly<Record<string, string>>,
  pointer: string,
  compiler: Compiler,
): readonly (readonly [string, (scope: Scope) => string | null])[] =>
  Object.entries(texts).map(([name, text]) => {
    const at = `${pointer}/${escapePointer(name)}`;
    const value = compileTemplate(text, at, compiler);
    const render = (scope: Scope): string | null => {
      try {
        const text = value(scope) ?? null;
        return text === null ? null : textOf(text, name);
      } catch (error) {
        throw located(error, at);
      }
    };
    return [name, render] as const;
  });

const compileMethod = (
  method: string,
  pointer: string,
  compiler: Compiler,
): ((scope: Scope) => VendorRequest['method']) => {
  const render = compileTemplate(method, `${pointer}/method`, compiler);
  return (scope) => {
    const said = render(scope);
    const found = requestMethods.find((known) => known === said);
    if (found === undefined) throw new ProfileFault(`must be one of ${requestMethods.join(', ')}`, `${pointer}/method`);
    return found;
  };
};

const resolve = (base: URL, path: string): URL => {
  const address =
    path === ''
      ? base.href
      : /^https?:\/\//iu.test(path)
        ? path
        : `${base.href.replace(/\/+$/u, '')}/${path.replace(/^\//u, '')}`;
  if (!URL.canParse(address)) throw new ProfileFault('gives no address');
  const url = new URL(address);
  if (url.origin !== base.origin || url.username !== '' || url.password !== '')
    throw new ProfileFault('leaves the origin of the base address');
  url.hash = '';
  return url;
};

const formText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : textOf(value, 'a form field');

const compileBody = (
  body: RequestTemplate['body'],
  pointer: string,
  compiler: Compiler,
): ((scope: Scope) => RenderedBody) => {
  if (body === undefined) return () => ({ text: null, data: undefined });
  if ('json' in body) {
    const render = compileTemplate(body.json, `${pointer}/json`, compiler);
    return (scope) => {
      const data = render(scope) ?? null;
      return data === null ? { text: null, data: undefined } : { text: JSON.stringify(data), data };
    };
  }
  const render = compileTemplate(body.form, `${pointer}/form`, compiler);
  return (scope) => {
    const data = render(scope);
    if (!isMap(data)) throw new ProfileFault('must give fields', `${pointer}/form`);
    const fields = Object.entries(data).map(([name, value]): [string, string] => [
      name,
      formText(value).toWellFormed(),
    ]);
    return { text: new URLSearchParams(fields).toString(), data };
  };
};

const contentTypeOf = (body: RequestTemplate['body']): Readonly<Record<string, string>> => {
  if (body === undefined) return {};
  return { 'content-type': 'json' in body ? 'application/json' : 'application/x-www-form-urlencoded;charset=UTF-8' };
};

/** Headers may sign what is sent: for them, and for them alone, `rendered.body` is the body's text. */
const withBody = (scope: Scope, body: string | null): Scope => ({
  ...scope,
  roots: { ...scope.roots, rendered: { body: body ?? '' } },
});

/** Compiles the template of one request. The address must stay on the origin of `base`, wherever the profile's values lead. */
export const compileRequest = (
  template: RequestTemplate,
  pointer: string,
  compiler: Compiler,
  base: URL,
  common: { readonly headers: Readonly<Record<string, string>>; readonly pointer: string },
): RenderRequest => {
  const path = compileTemplate(template.path, `${pointer}/path`, compiler);
  const query = compileTexts(template.query ?? {}, `${pointer}/query`, compiler);
  const headers = [
    ...compileTexts(common.headers, common.pointer, compiler),
    ...compileTexts(template.headers ?? {}, `${pointer}/headers`, compiler),
  ];
  const body = compileBody(template.body, `${pointer}/body`, compiler);
  const fixedHeaders = { accept: 'application/json', ...contentTypeOf(template.body) };
  const signs = JSON.stringify([common.headers, template.headers ?? {}]).includes('rendered');
  const methodOf = compileMethod(template.method, pointer, compiler);
  let last: { readonly path: string; readonly url: URL } | null = null;

  const addressOf = (scope: Scope): { readonly path: string; readonly url: URL } => {
    try {
      const text = textOf(path(scope), 'a path');
      if (last?.path !== text) last = { path: text, url: resolve(base, text) };
      return last;
    } catch (error) {
      throw located(error, `${pointer}/path`);
    }
  };

  return (scope) => {
    const address = addressOf(scope);
    let { url } = address;
    if (query.length > 0) {
      url = new URL(url);
      for (const [name, render] of query) {
        const value = render(scope);
        if (value !== null) url.searchParams.set(name, value.toWellFormed());
      }
    }
    const { text, data } = body(scope);
    const sent: Record<string, string> = { ...fixedHeaders };
    const headerScope = signs ? withBody(scope, text) : scope;
    for (const [name, render] of headers) {
      const value = render(headerScope);
      if (value === null) continue;
      if (notInHeaders.test(value))
        throw new ProfileFault(
          'gives characters that a header cannot hold',
          `${pointer}/headers/${escapePointer(name)}`,
        );
      const lower = name.toLowerCase();
      if (Object.hasOwn(sent, lower)) delete sent[lower];
      sent[name] = value;
    }
    const method = methodOf(scope);
    return {
      request: { method, url, headers: sent, body: text },
      data: {
        method,
        path: address.path,
        ...(url.search === '' ? {} : { query: url.search.slice(1) }),
        ...(data === undefined ? {} : { body: data }),
      },
    };
  };
};
