import type { FailureRef, GroupDecision } from '@portico/core/task-center';
import { pages, withQuery } from './addresses.ts';

const standings: ReadonlySet<string> = new Set<FailureRef['standing']>([
  'refused',
  'exhausted',
  'undecidable',
  'poison',
  'failing',
]);

const isStanding = (value: string): value is FailureRef['standing'] => standings.has(value);

export const groupDecisions: readonly GroupDecision[] = ['push-now', 'agree', 'ignore', 'withdraw'];

export const isGroupDecision = (value: string): value is GroupDecision =>
  (groupDecisions as readonly string[]).includes(value);

/** The group that an address or a form names; null when it names none. */
export const readFailureRef = (given: URLSearchParams): FailureRef | null => {
  const platform = given.get('platform') ?? '';
  const standing = given.get('standing') ?? '';
  const cause = given.get('cause') ?? '';
  const fits = /^[a-z0-9-]{1,63}$/.test(platform) && cause.length <= 400 && cause.isWellFormed();
  return fits && isStanding(standing) && !cause.includes('\u0000') ? { platform, standing, cause } : null;
};

/** The page of a group. */
export const failureAddress = (
  { platform, standing, cause }: FailureRef,
  more: Readonly<Record<string, string | null>> = {},
): string => withQuery(pages.failureGroup, { platform, standing, cause, ...more });
