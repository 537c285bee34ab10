const part = encodeURIComponent;

/** The console's own pages. */
export const pages = {
  overview: '/',
  todos: '/todos',
  todo: (id: string): string => `/todos/${part(id)}`,
  decide: (id: string): string => `/todos/${part(id)}/decisions`,
  platforms: '/platforms',
  newPlatform: '/new-platform',
  platform: (code: string): string => `/platforms/${part(code)}`,
  platformAction: (code: string, action: 'enable' | 'disable' | 'test' | 'remove'): string =>
    `/platforms/${part(code)}/${action}`,
  lane: (action: 'pause' | 'resume' | 'reopen'): string => `/lanes/${action}`,
  sandboxes: '/sandboxes',
  faults: (code: string): string => `/sandboxes/${part(code)}/faults`,
  tryIt: '/try',
  followUp: '/try/follow-up',
  signIn: '/sign-in',
  signOut: '/sign-out',
} as const;

const api = '/api/v1/task-center';

/** The API's addresses, for the commands that the pages show. */
export const apiPaths = {
  events: `${api}/events`,
  todos: `${api}/todos`,
  todo: (id: string): string => `${api}/todos/${part(id)}`,
  decisions: (id: string): string => `${api}/todos/${part(id)}/decisions`,
} as const;

/** An address with a query; empty values are left out. */
export const withQuery = (path: string, query: Readonly<Record<string, string | null | undefined>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value != null && value !== '') search.set(name, value);
  return search.size === 0 ? path : `${path}?${search.toString()}`;
};
