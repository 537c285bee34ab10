import type { StoreFailure } from '@portico/core';

const connectionCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const connectionMessages =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error|not queryable|pglite is clos|cannot use a pool after|driver has already been destroyed/i;
const shutdownStates = /^(08...|57P0.|25P03|25P04)$/;
const unavailableStates = /^(53...|57014|58...|28...|3D000|25006|XX000)$/;
const conflictStates = /^(40...|55P03)$/;
/** Of a statement behind one that failed: the failure is told by the first. */
const abortedState = '25P02';
const stalePlan = /cached plan must not change result type/i;
const dataStates = /^(22...|23...)$/;

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** The connection itself is gone: it must not go back into the pool. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  return connectionCodes.has(code) || shutdownStates.test(code) || connectionMessages.test(messageOf(error));
}

/** Deadlock victim, serialisation failure, or a plan from before a migration: the same transaction may well succeed when it runs again. */
export function isRetryable(error: unknown): boolean {
  return conflictStates.test(codeOf(error)) || stalePlan.test(messageOf(error));
}

/**
 * What a driver threw, as a value. Throws what is not a failure but a bug: wrong SQL, a missing table.
 * SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function toStoreFailure(error: unknown): StoreFailure {
  const code = codeOf(error);
  const message = code === '' ? messageOf(error) : `${messageOf(error)} (${code})`;
  if (isRetryable(error) || code === abortedState) return { code: 'STORE_CONFLICT', message };
  if (dataStates.test(code)) return { code: 'STORE_DATA', message };
  if (isConnectionLoss(error) || unavailableStates.test(code)) return { code: 'STORE_UNAVAILABLE', message };
  throw error;
}
