/** What a worker runs on. */
export interface Situation {
  readonly version: string;
  readonly store: string;
  readonly broker: string | null;
  readonly redis: string | null;
  readonly lanes: readonly string[];
  readonly inbox: boolean;
  readonly healthUrl: string;
  readonly startedInMs: number;
}

/** What is printed when the worker is ready. */
export const readyLine = (situation: Situation): string =>
  [
    `Portico worker ${situation.version} is ready (${(situation.startedInMs / 1_000).toFixed(1)} s):`,
    `store ${situation.store},`,
    `broker ${situation.broker ?? 'none (due work is looked for once a second)'},`,
    ...(situation.broker === null ? [] : [`inbox ${situation.inbox ? 'on' : 'off'},`]),
    `limits ${situation.redis ?? 'divided among workers'},`,
    `lanes ${situation.lanes.join(',')},`,
    `health ${situation.healthUrl}/readyz\n`,
  ].join(' ');
