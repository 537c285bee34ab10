import type { PageFault } from './page-faults.ts';

export interface CasPerson {
  readonly id: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

const namespace = 'http://www.yale.edu/tp/cas';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const attributesOf = ({ name, attributes }: CasPerson, prefix: string): string => {
  const all: Readonly<Record<string, readonly string[]>> = { cn: [name], ...attributes };
  const lines = Object.entries(all).flatMap(([key, values]) =>
    values.map((value) => `      <${prefix}:${key}>${escape(value)}</${prefix}:${key}>`),
  );
  return `    <${prefix}:attributes>\n${lines.join('\n')}\n    </${prefix}:attributes>\n`;
};

const bomb = `<!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 12 }, (_, index) => `<!ENTITY ${String.fromCodePoint(98 + index)} "${`&${String.fromCodePoint(97 + index)};`.repeat(10)}">`).join('')}]>`;
const outside = '<!DOCTYPE serviceResponse [<!ENTITY secret SYSTEM "file:///etc/passwd">]>';

/** The answer of CAS 2.0 (`withAttributes` false) and 3.0. */
export function successXml(person: CasPerson, withAttributes: boolean, fault: PageFault | null): string {
  const prefix = fault === 'other-prefix' ? 'x' : 'cas';
  const uri = fault === 'wrong-namespace' ? 'http://www.yale.edu/tp/cas/' : namespace;
  const head = fault === 'dtd' ? outside : fault === 'entity-bomb' ? bomb : '';
  const user = fault === 'dtd' ? '&secret;' : fault === 'entity-bomb' ? '&m;' : escape(person.id);
  const success =
    `  <${prefix}:authenticationSuccess>\n    <${prefix}:user>${user}</${prefix}:user>\n` +
    `${withAttributes ? attributesOf(person, prefix) : ''}  </${prefix}:authenticationSuccess>\n`;
  const body =
    fault === 'deep'
      ? `${'<cas:a>'.repeat(5_000)}${'</cas:a>'.repeat(5_000)}`
      : fault === 'two-answers'
        ? `${success}${success}`
        : success;
  return `${head}<${prefix}:serviceResponse xmlns:${prefix}="${uri}">\n${body}</${prefix}:serviceResponse>\n`;
}

export function failureXml(code: string, text: string): string {
  return (
    `<cas:serviceResponse xmlns:cas="${namespace}">\n` +
    `  <cas:authenticationFailure code="${escape(code)}">${escape(text)}</cas:authenticationFailure>\n</cas:serviceResponse>\n`
  );
}

/** What a back-channel logout carries (protocol specification, appendix C). */
export function logoutXml(id: string, ticket: string, at: string): string {
  return (
    `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${id}" Version="2.0" IssueInstant="${at}">` +
    '<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>' +
    `<samlp:SessionIndex>${escape(ticket)}</samlp:SessionIndex></samlp:LogoutRequest>`
  );
}

export function loginPage(people: readonly CasPerson[], service: string | null, problem: string | null): string {
  const options = people
    .map(({ id, name }) => `<option value="${escape(id)}">${escape(name)} (${escape(id)})</option>`)
    .join('');
  return (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>统一身份认证（沙箱）</title>' +
    `<h1>统一身份认证（沙箱）</h1>${problem === null ? '' : `<p role="alert">${escape(problem)}</p>`}` +
    `<form method="post"><input type="hidden" name="service" value="${escape(service ?? '')}">` +
    `<label>账号 <select name="username">${options}</select></label> <button type="submit">登录</button></form></html>`
  );
}
