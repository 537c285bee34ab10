import { exitCodes, interrupted } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { at, textAt } from '../read-path.ts';

const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_/u;

const advice = (code: string, url: string): string => {
  if (untrusted.test(code))
    return `the certificate of ${url} is not trusted (${code}). Name that of its authority in NODE_EXTRA_CA_CERTS`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `there is no host of the name in ${url}. Check --url, PORTICO_URL or the profile`;
  return `no Portico server answers at ${url} (${code}). Start it (portico start), or say where it is with --url or PORTICO_URL`;
};

/** Why a request got no answer, in words. */
export const reachFailure = (
  error: unknown,
  about: { readonly url: string; readonly timeoutMs: number; readonly late: boolean; readonly stopped: boolean },
): Failure => {
  if (about.stopped) return new Failure(interrupted, 'stopped');
  if (about.late)
    return new Failure(
      exitCodes.unreachable,
      `${about.url} did not answer within ${about.timeoutMs / 1_000} s. Allow more with --timeout, or look at the server`,
    );
  const code =
    textAt(error, 'cause.code') || textAt(at(error, 'cause.errors'), '0.code') || textAt(error, 'cause.message');
  return new Failure(exitCodes.unreachable, advice(code || 'no answer', about.url));
};
