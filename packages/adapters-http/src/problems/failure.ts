import type { CoreFailure } from './core-failure.ts';
import type { ProblemCode } from './problems.ts';

/** A field at fault: a JSON pointer into the body, or `/query/<name>`, `/path/<name>`, `/header/<name>`. */
export interface FailureDetail {
  readonly pointer: string;
  readonly message: string;
}

/** Why a request is not served. Told from the core's failures by its `problem`. */
export interface Failure {
  readonly problem: ProblemCode;
  /** What happened in this case; the table's text stands in when it is absent. */
  readonly message?: string;
  readonly details?: readonly FailureDetail[];
  /** Fills the `{name}` places of the table's texts. */
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
}

const storeRetryAfter = { 'Retry-After': '1' };

/** Says in HTTP's terms what the core said in its own. */
const fromCore = (failure: CoreFailure): Failure => {
  switch (failure.code) {
    case 'STORE_UNAVAILABLE':
    case 'STORE_CONFLICT':
      // What the store said stays in the server: it may name hosts and statements.
      return { problem: failure.code, headers: storeRetryAfter };
    case 'STORE_DATA':
      return { problem: failure.code };
    case 'CALLBACK_FORGED':
    case 'CALLBACK_STALE':
    case 'CALLBACK_MALFORMED': {
      const { code, pointer, message } = failure;
      return { problem: code, message, details: pointer === '' ? [] : [{ pointer, message }] };
    }
    case 'INVALID':
      return { problem: failure.code, details: [{ pointer: failure.pointer, message: failure.message }] };
    case 'SETTINGS_INVALID':
      return { problem: failure.code, details: failure.issues.map(({ pointer, message }) => ({ pointer, message })) };
    case 'FORBIDDEN':
      return { problem: failure.code, parameters: { scope: failure.scope } };
    case 'SNAPSHOT_NEEDS_CONFIRMATION': {
      const { open, closing, confirm } = failure;
      return {
        problem: failure.code,
        parameters: { open, closing },
        members: { confirmation: { open, closing, confirm } },
      };
    }
    case 'JOB_STATE':
      return { problem: failure.code, parameters: { state: failure.state }, members: { state: failure.state } };
    case 'UNAUTHENTICATED':
      return { problem: failure.code };
    case 'NOT_FOUND':
    case 'CONFLICT':
      return { problem: failure.code, message: failure.message };
  }
};

/** Whatever a handler failed with, in HTTP's terms. */
export const toFailure = (failure: Failure | CoreFailure): Failure =>
  'problem' in failure ? failure : fromCore(failure);
