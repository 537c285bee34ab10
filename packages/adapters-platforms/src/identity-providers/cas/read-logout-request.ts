import { childrenOf, readXml } from '../read-xml.ts';

const samlProtocol = 'urn:oasis:names:tc:SAML:2.0:protocol';

/** The ticket in the `logoutRequest` of a back-channel logout; null when it is none. What is in it but the ticket is not believed. */
export const readLogoutRequest = (form: string): string | null => {
  const request = new URLSearchParams(form.length > 100_000 ? '' : form).get('logoutRequest');
  if (request === null) return null;
  const root = readXml(request);
  if (root.isErr() || root.value.uri !== samlProtocol || root.value.local !== 'LogoutRequest') return null;
  const [index, ...others] = childrenOf(root.value, samlProtocol, 'SessionIndex');
  const ticket = index?.text.trim() ?? '';
  return others.length === 0 && /^[\u0021-\u007e]{1,256}$/u.test(ticket) ? ticket : null;
};
