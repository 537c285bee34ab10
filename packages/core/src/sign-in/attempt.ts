import type { Instant } from '../ports/instant.ts';
import type { Secrets } from '../ports/secrets.ts';

/**
 * One try to sign in, while the person is away at the provider. It travels in a sealed cookie and nowhere else: so it is bound to the browser
 * that began it, and nobody can fill the store with tries.
 */
export interface Attempt {
  readonly tenant: string;
  readonly provider: string;
  /** Grows with each change of the provider: a try that began under other settings begins again. */
  readonly revision: number;
  readonly callback: string;
  readonly state: string;
  readonly verifier: string;
  /** As it was asked for; null: our own page. It is checked again at the end. */
  readonly to: string | null;
  readonly until: Instant;
}

const purpose = 'sign-in attempt';

export const sealAttempt = (secrets: Secrets, attempt: Attempt): string =>
  secrets.seal(JSON.stringify([purpose, attempt]));

const isText = (value: unknown): value is string => typeof value === 'string';

const isAttempt = (value: unknown): value is Attempt => {
  if (typeof value !== 'object' || value === null) return false;
  const { tenant, provider, revision, callback, state, verifier, to, until } = value as Record<keyof Attempt, unknown>;
  return (
    [tenant, provider, callback, state, verifier].every(isText) &&
    (to === null || isText(to)) &&
    typeof revision === 'number' &&
    typeof until === 'number'
  );
};

/** Null for anything that is no attempt of ours, whatever a browser sends. */
export const openAttempt = (secrets: Secrets, sealed: string): Attempt | null => {
  const text = secrets.open(sealed);
  if (text.isErr()) return null;
  try {
    const [found, attempt] = JSON.parse(text.value) as readonly unknown[];
    return found === purpose && isAttempt(attempt) ? attempt : null;
  } catch {
    return null;
  }
};
