import { err, type Result } from 'neverthrow';
import type { Identity, SignInRejection } from '@portico/core/sign-in';
import { readIdentity, rejection } from '../identity.ts';
import { childrenOf, readXml, type XmlElement } from '../read-xml.ts';

/** The namespace of CAS 2.0 and 3.0 (protocol specification, appendix A). */
export const casNamespace = 'http://www.yale.edu/tp/cas';

/** Which attributes of an answer say who it is; null: its user. */
export interface PersonIn {
  readonly personAttribute: string | null;
  readonly nameAttribute: string | null;
}

/** The only failure that is worth one more try (specification §2.5.3). */
export interface TransientFailure {
  readonly code: 'INTERNAL_ERROR';
}

const failures: Readonly<Record<string, SignInRejection['code']>> = {
  INVALID_TICKET: 'TICKET_INVALID',
  INVALID_TICKET_SPEC: 'TICKET_INVALID',
  INVALID_SERVICE: 'SERVICE_MISMATCH',
  INVALID_REQUEST: 'PROVIDER_MISCONFIGURED',
  UNAUTHORIZED_SERVICE: 'PROVIDER_MISCONFIGURED',
  UNAUTHORIZED_SERVICE_PROXY: 'PROVIDER_MISCONFIGURED',
  INVALID_PROXY_CALLBACK: 'PROVIDER_MISCONFIGURED',
};

const unreadable = (message: string): Result<never, SignInRejection> => err(rejection('ANSWER_UNREADABLE', message));

const refusalOf = (failure: XmlElement): SignInRejection | TransientFailure => {
  const code = (failure.attributes['code'] ?? '').trim();
  if (code === 'INTERNAL_ERROR') return { code };
  const known = Object.hasOwn(failures, code) ? failures[code] : undefined;
  return rejection(
    known ?? 'SIGN_IN_DENIED',
    `the provider answered ${/^\w{1,60}$/u.test(code) ? code : 'a failure without a known code'}`,
  );
};

const attributesOf = (success: XmlElement): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const attributes of childrenOf(success, casNamespace, 'attributes')) {
    for (const { uri, local, text } of attributes.children) {
      if (uri !== casNamespace) continue;
      const values = found.get(local) ?? [];
      values.push(text.trim());
      found.set(local, values);
    }
  }
  return found;
};

/** The answer of `/serviceValidate` and `/p3/serviceValidate`. */
export const readCasAnswer = (
  text: string,
  { personAttribute, nameAttribute }: PersonIn,
): Result<Identity, SignInRejection | TransientFailure> => {
  const root = readXml(text);
  if (root.isErr()) return unreadable(`the answer cannot be read: ${root.error.message}`);
  if (root.value.uri !== casNamespace || root.value.local !== 'serviceResponse')
    return unreadable('the answer is no serviceResponse of the namespace of CAS');
  const successes = childrenOf(root.value, casNamespace, 'authenticationSuccess');
  const refusals = childrenOf(root.value, casNamespace, 'authenticationFailure');
  const [success] = successes;
  const [refusal] = refusals;
  if (successes.length + refusals.length !== 1)
    return unreadable('the answer says neither success nor failure, or more than one of them');
  if (success === undefined)
    return err(refusal === undefined ? rejection('ANSWER_UNREADABLE', 'no failure') : refusalOf(refusal));
  const users = childrenOf(success, casNamespace, 'user');
  const [user] = users;
  if (user === undefined || users.length > 1) return unreadable('the answer names nobody, or more than one');
  const attributes = attributesOf(success);
  const person = personAttribute === null ? [user.text] : (attributes.get(personAttribute) ?? []);
  const [personId] = person;
  if (personAttribute !== null && person.length !== 1)
    return err(
      rejection('PROVIDER_MISCONFIGURED', `the answer has ${person.length} attributes ${personAttribute}, not one`),
    );
  const name = nameAttribute === null ? null : (attributes.get(nameAttribute)?.[0] ?? null);
  return readIdentity(personId, name, attributes);
};

/** The answer of `/validate` of CAS 1.0: `yes` and the user, or `no`, a line each. */
export const readPlainAnswer = (text: string): Result<Identity, SignInRejection> => {
  const lines = text.length > 1_000 ? [] : text.replaceAll('\r\n', '\n').split('\n');
  const [verdict, user = '', ...rest] = lines;
  const isOver = rest.every((line) => line.trim() === '');
  if (verdict === 'no' && user.trim() === '' && isOver)
    return err(rejection('TICKET_INVALID', 'the provider answered no'));
  if (verdict === 'yes' && user.trim() !== '' && isOver) return readIdentity(user, null, []);
  return unreadable('the answer is neither yes with a user nor no');
};
