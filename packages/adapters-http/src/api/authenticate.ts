import { allows, type Access, type Principal, type Scope } from '@portico/core/access';
import { err, ok, type Result } from 'neverthrow';
import type { FailedSignIns } from '../limits/failed-sign-ins.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import type { HttpContext } from './route.ts';

const maxCredentialLength = 4096;
const bearer = /^bearer +([\x21-\x7e]+)$/i;

interface Credential {
  readonly kind: 'key' | 'token';
  readonly text: string;
}

const credentialOf = (context: HttpContext): Credential | null => {
  const key = context.req.header('x-api-key');
  if (key !== undefined) return { kind: 'key', text: key };
  const token = bearer.exec(context.req.header('authorization') ?? '')?.[1];
  return token === undefined ? null : { kind: 'token', text: token };
};

export type Authenticate = (context: HttpContext, scope: Scope | 'any' | 'key') => Promise<Result<Principal, Failure>>;

/** Finds out who calls, and whether they may. */
export const createAuthenticate =
  (access: Access, failedSignIns: FailedSignIns, addressOf: (context: HttpContext) => string): Authenticate =>
  async (context, scope) => {
    const credential = credentialOf(context);
    if (credential === null || credential.text.length > maxCredentialLength) return err({ problem: 'UNAUTHENTICATED' });
    if (scope === 'key' && credential.kind !== 'key') return err({ problem: 'CREDENTIALS_NOT_KEY' });
    const address = addressOf(context);
    const wait = failedSignIns.blockedFor(address, credential.text);
    if (wait !== null) return err({ problem: 'TOO_MANY_FAILED_SIGN_INS', headers: { 'Retry-After': String(wait) } });
    const authenticated = await (credential.kind === 'key'
      ? access.authenticateKey(credential.text)
      : access.authenticateToken(credential.text));
    if (authenticated.isErr()) {
      if (authenticated.error.code === 'UNAUTHENTICATED') failedSignIns.failed(address);
      return err(toFailure(authenticated.error));
    }
    failedSignIns.succeeded(credential.text);
    const principal = authenticated.value;
    if (scope !== 'any' && scope !== 'key' && !allows(principal, scope)) {
      return err({ problem: 'FORBIDDEN', parameters: { scope } });
    }
    return ok(principal);
  };
