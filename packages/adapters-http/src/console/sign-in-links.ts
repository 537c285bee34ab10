import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Millis } from '@portico/core';
import type { Principal } from '@portico/core/access';
import { createBoundedMap } from '../limits/bounded-map.ts';

/** Links that sign somebody in to the console once. */
export interface SignInLinks {
  /** A new link for this principal. It holds a secret: show it to its owner only. */
  create(principal: Principal): { readonly url: string; readonly expiresInMs: Millis };
  /** Uses a token up; null when it is unknown, was used, or has expired. */
  consume(token: string): Principal | null;
}

export interface SignInLinksDependencies {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** The address people use, without a trailing slash. */
  readonly publicUrl: () => string;
}

const validForMs = 15 * 60_000;
const mostLinks = 200;

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');

/** Kept in this process, at most 200 at a time; the oldest goes first. A restart forgets them. */
export const createSignInLinks = ({ clock, publicUrl }: SignInLinksDependencies): SignInLinks => {
  const links = createBoundedMap<string, { readonly principal: Principal; readonly until: number }>(mostLinks);
  return {
    create(principal) {
      const token = randomBytes(32).toString('base64url');
      links.set(digest(token), { principal, until: clock.monotonic() + validForMs });
      return { url: `${publicUrl()}/sign-in?token=${token}`, expiresInMs: validForMs };
    },
    consume(token) {
      if (token.length > 128) return null;
      const name = digest(token);
      const link = links.get(name);
      links.delete(name);
      return link !== undefined && clock.monotonic() < link.until ? link.principal : null;
    },
  };
};
