const longest = 2_000;

/** Where to go after signing in: a path of this console, never another site; `/` when it is anything else. */
export const safeNext = (given: string | null | undefined): string => {
  // A browser reads `\` as `/` and drops tabs and line breaks, so that `/\evil` and `/<tab>/evil` leave the site.
  if (given == null || given.length > longest || !/^\/(?![/\\])[^\\\u0000-\u0020\u007f]*$/.test(given)) return '/';
  const base = 'http://portico.invalid';
  const url = URL.canParse(given, base) ? new URL(given, base) : null;
  if (url === null || url.origin !== base || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-'))
    return '/';
  return `${url.pathname}${url.search}`;
};
