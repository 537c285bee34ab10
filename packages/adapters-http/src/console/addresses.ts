const part = encodeURIComponent;

/** The console's own pages. */
export const pages = {
  overview: '/',
  todos: '/todos',
  todo: (id: string): string => `/todos/${part(id)}`,
  decide: (id: string): string => `/todos/${part(id)}/decisions`,
  failures: '/failures',
  failureGroup: '/failures/group',
  failureDecisions: '/failures/decisions',
  undecidable: '/undecidable',
  statistics: '/statistics',
  statisticsCsv: '/statistics.csv',
  growthCsv: '/statistics/growth.csv',
  jobs: '/jobs',
  job: (id: string): string => `/jobs/${part(id)}`,
  jobEvents: (id: string): string => `/jobs/${part(id)}/events`,
  jobAction: (id: string, action: 'pause' | 'resume' | 'cancel'): string => `/jobs/${part(id)}/${action}`,
  sweeps: '/sweeps',
  repush: '/repush',
  sources: '/sources',
  newSource: '/new-source',
  source: (code: string): string => `/sources/${part(code)}`,
  sourceAction: (code: string, action: 'enable' | 'disable' | 'test' | 'sweep' | 'remove'): string =>
    `/sources/${part(code)}/${action}`,
  people: '/people',
  peopleUpload: '/people/upload',
  peopleAction: (action: 'put' | 'remove'): string => `/people/${action}`,
  peopleCsv: '/people.csv',
  webhooks: '/webhooks',
  newWebhook: '/new-webhook',
  webhook: (code: string): string => `/webhooks/${part(code)}`,
  webhookAction: (code: string, action: 'enable' | 'disable' | 'test' | 'rotate' | 'replay' | 'remove'): string =>
    `/webhooks/${part(code)}/${action}`,
  webhookMessage: (code: string, id: string): string => `/webhooks/${part(code)}/messages/${part(id)}`,
  replayMessage: (code: string, id: string): string => `/webhooks/${part(code)}/messages/${part(id)}/replay`,
  alerts: '/alerts',
  alertRule: (id: string): string => `/alerts/rules/${part(id)}`,
  alertRuleAction: (id: string, action: 'enable' | 'disable'): string => `/alerts/rules/${part(id)}/${action}`,
  silences: '/alerts/silences',
  endSilence: (id: string): string => `/alerts/silences/${part(id)}/end`,
  platforms: '/platforms',
  newPlatform: '/new-platform',
  platform: (code: string): string => `/platforms/${part(code)}`,
  platformProfile: (code: string): string => `/platforms/${part(code)}/profile`,
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
  failureDecisions: `${api}/failures/decisions`,
} as const;

/** An address with a query; empty values are left out. */
export const withQuery = (path: string, query: Readonly<Record<string, string | null | undefined>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value != null && value !== '') search.set(name, value);
  return search.size === 0 ? path : `${path}?${search.toString()}`;
};
