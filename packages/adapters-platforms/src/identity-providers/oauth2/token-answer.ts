import { err, ok, type Result } from 'neverthrow';
import type { SignInRejection } from '@portico/core/sign-in';
import type { VendorAnswer } from '../../http/vendor-client.ts';
import { rejection } from '../identity.ts';

/** Characters of a JSON answer that are read. */
const longestJson = 262_144;

export type JsonObject = Readonly<Record<string, unknown>>;

/** An answer that is an object of JSON. */
export const readJsonObject = (answer: VendorAnswer, what: string): Result<JsonObject, SignInRejection> => {
  if (answer.text.length > longestJson)
    return err(rejection('ANSWER_UNREADABLE', `${what} is longer than ${longestJson} characters`));
  try {
    const value: unknown = JSON.parse(answer.text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok(value as JsonObject);
  } catch {
    // Told below, like everything that is no object.
  }
  return err(rejection('ANSWER_UNREADABLE', `${what} is no JSON object (status ${answer.status})`));
};

/** Error codes of RFC 6749 §4.1.2.1 and §5.2. */
const refusals: Readonly<Record<string, SignInRejection['code']>> = {
  invalid_grant: 'TICKET_INVALID',
  access_denied: 'SIGN_IN_DENIED',
  server_error: 'PROVIDER_UNREACHABLE',
  temporarily_unavailable: 'PROVIDER_UNREACHABLE',
};

export const oauthRefusal = (error: string): SignInRejection =>
  rejection(
    (Object.hasOwn(refusals, error) ? refusals[error] : undefined) ?? 'PROVIDER_MISCONFIGURED',
    `the provider answered ${/^[\w .-]{1,60}$/u.test(error) ? error : 'an unknown error'}`,
  );

/** The access token in an answer of the token endpoint. */
export const readAccessToken = (
  answer: VendorAnswer,
): Result<{ readonly text: string; readonly token: JsonObject }, SignInRejection> =>
  readJsonObject(answer, 'the token').andThen((token) => {
    if (typeof token['error'] === 'string' && token['error'] !== '') return err(oauthRefusal(token['error']));
    const { status } = answer;
    if (status === 401 || status === 403)
      return err(
        rejection('PROVIDER_MISCONFIGURED', `the token endpoint answered with ${status}: look at client id and secret`),
      );
    if (status !== 200) return err(rejection('PROVIDER_MISCONFIGURED', `the token endpoint answered with ${status}`));
    const text = token['access_token'];
    return typeof text === 'string' && /^[\u0021-\u007e]{1,8192}$/u.test(text)
      ? ok({ text, token })
      : err(rejection('ANSWER_UNREADABLE', 'the token endpoint answered no access_token'));
  });
