import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { listAt, textAt } from '../read-path.ts';
import type { Answer } from './api-client.ts';
import type { Connection } from './connection.ts';

const exitCodeOf = (status: number, code: string): ExitCode => {
  if (code === 'ROUTE_NOT_FOUND' || code === 'METHOD_NOT_ALLOWED') return exitCodes.failed;
  if (status === 401) return exitCodes.notSignedIn;
  if (status === 404) return exitCodes.notFound;
  return status >= 400 && status < 500 ? exitCodes.refused : exitCodes.failed;
};

const trimmed = (text: string): string => text.replace(/[.。\s]+$/u, '');

/** What an answer that is no success comes to: the server's words, and what to do where it is not in them. */
export const failureOf = ({ status, body, headers }: Answer, connection: Connection): Failure => {
  const code = textAt(body, 'error.code');
  const facts = { status, code: code === '' ? `HTTP_${status}` : code, details: listAt(body, 'error.details') };
  const fail = (message: string): Failure => new Failure(exitCodeOf(status, code), message, facts);
  const { url } = connection;
  if (status >= 300 && status < 400)
    return new Failure(
      exitCodes.failed,
      `${url} leads elsewhere (${headers.get('Location') ?? status}). If that is the server, give it as --url`,
      facts,
    );
  if (code === '')
    return new Failure(
      exitCodes.failed,
      `what answers at ${url} is no Portico server (HTTP ${status}). Check --url`,
      facts,
    );
  const message = trimmed(textAt(body, 'error.message'));
  if (code === 'ROUTE_NOT_FOUND' || code === 'METHOD_NOT_ALLOWED')
    return fail(`${message}. The server at ${url} does not offer this; is it of another version?`);
  if (status === 401)
    return fail(
      `${message}. The key from ${connection.keyFrom} does not sign in at ${url}. Sign in: portico login --url ${url}`,
    );
  if (status >= 500) return fail(`${message} (${code}, request ${textAt(body, 'requestId')})`);
  return fail(message);
};
