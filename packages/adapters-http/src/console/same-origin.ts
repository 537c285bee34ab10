import type { ConsoleContext } from './environment.ts';

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);

/**
 * Whether a request that changes something comes from a page of ours. Browsers say so by themselves: `Sec-Fetch-Site` on
 * https and on this machine, `Origin` everywhere. A request that says neither is turned away.
 */
export const isSameOrigin = (context: ConsoleContext, publicUrl: string): boolean => {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = context.req.header('origin');
  if (origin === undefined) return false;
  const host = hostOf(origin);
  return host !== null && (host === context.req.header('host') || host === hostOf(publicUrl));
};
