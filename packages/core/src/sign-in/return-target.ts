import { err, ok, type Result } from 'neverthrow';

/** Where somebody wants to go after signing in: an address elsewhere, whose origin still has to be on the list. */
export interface ReturnTarget {
  readonly origin: string;
  /** ASCII only, as a `Location` header takes it; its fragment apart. */
  readonly address: string;
  /** With its `#`; empty when there is none. */
  readonly fragment: string;
}

export interface ReturnRefused {
  readonly code: 'RETURN_REFUSED';
  readonly message: string;
}

/** The name of the parameter that hands somebody over. */
export const handOverParameter = 'portico_token';

/** Characters of an address as it is redirected to. */
export const longestReturn = 1_500;

const refused = (message: string): Result<never, ReturnRefused> => err({ code: 'RETURN_REFUSED', message });

// Host names in ASCII, numbers and IPv6 in brackets. No user, no percent, nothing that browsers read differently from each other; and no
// flag `i`, which lets letters of other alphabets pass for ours.
const shape =
  /^([Hh][Tt][Tt][Pp][Ss]?):\/\/([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?((?:[/?][^#]*)?)((?:#.*)?)$/u;
// Browsers read `\` as `/` and drop tabs and line breaks wherever they stand.
const unsafe = /[\\\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff]/u;
const plainAscii = /^[\u0021-\u007e]$/u;

const defaultPort: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** The origin as browsers write it, from parts that `shape` has taken apart. */
const originOf = (scheme: string, host: string, port: string | undefined): string => {
  const written = scheme.toLowerCase();
  const number = port === undefined ? '' : String(Number(port));
  return `${written}://${host.toLowerCase()}${number === '' || number === defaultPort[written] ? '' : `:${number}`}`;
};

const inAscii = (text: string): string => {
  let written = '';
  for (const character of text) written += plainAscii.test(character) ? character : encodeURIComponent(character);
  return written;
};

const halfEscape = /%(?![0-9A-Fa-f]{2})/u;

/** Each escape by itself: escapes of another encoding than UTF-8, which engines may use, must not hide those beside them. */
const decoded = (text: string): string =>
  text.replaceAll(/%([0-9A-Fa-f]{2})/gu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/**
 * Takes an absolute http or https address apart, so strictly that every browser agrees about its host: whoever compares `origin` with a list
 * of origins knows where people end up. An address that brings a hand-over token of its own is refused, so that nobody can be handed
 * over as somebody else.
 */
export const readReturnTarget = (given: string): Result<ReturnTarget, ReturnRefused> => {
  if (given.length > longestReturn) return refused(`is longer than ${longestReturn} characters`);
  if (!given.isWellFormed() || unsafe.test(given)) return refused('holds spaces, backslashes or control characters');
  if (halfEscape.test(given)) return refused('holds a % that two hexadecimal digits do not follow; write %25');
  const [, scheme, host, port, rest = '', fragment = ''] = shape.exec(given) ?? [];
  if (scheme === undefined || host === undefined)
    return refused('is no absolute http or https address with a plain host');
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return refused('names a port that is none');
  if ([given, decoded(given)].some((text) => text.toLowerCase().includes(handOverParameter)))
    return refused(`may not hold ${handOverParameter}`);
  const origin = originOf(scheme, host, port);
  const target = { origin, address: `${origin}${inAscii(rest === '' ? '/' : rest)}`, fragment: inAscii(fragment) };
  return target.address.length + target.fragment.length > longestReturn
    ? refused(`is longer than ${longestReturn} characters when it is written in ASCII`)
    : ok(target);
};

/** An origin as an operator gives it: nothing behind the host but a port. */
export const readOrigin = (given: string): Result<string, ReturnRefused> =>
  readReturnTarget(given).andThen(({ origin, address, fragment }) =>
    address === `${origin}/` && fragment === '' && !given.endsWith('/')
      ? ok(origin)
      : refused('must be an origin: scheme, host and port, without a path'),
  );

/** The address with the token as one more parameter of its query. */
export const withToken = ({ address, fragment }: ReturnTarget, token: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}${handOverParameter}=${token}${fragment}`;
