import { fullAccept, runAccept, shortAccept } from './accept/accept.ts';
import { fullDepth, runDepth, shortDepth } from './depth/depth.ts';
import { fullEmbedded, shortEmbedded } from './embedded/conditions.ts';
import { runEmbedded } from './embedded/embedded.ts';
import type { Cleanup } from './harness/cleanup.ts';
import type { ScenarioReport } from './harness/report.ts';
import { fullPush, runPush, shortPush } from './push/push.ts';
import { fullIsolation, runIsolation, shortIsolation } from './isolation/isolation.ts';
import { fullLatency, runLatency, shortLatency } from './latency/latency.ts';
import type { BenchRequest } from './request.ts';

type Scenario = (request: BenchRequest, cleanup: Cleanup) => Promise<ScenarioReport>;

const withRounds = <Conditions extends { readonly rounds: number }>(
  { short, rounds }: BenchRequest,
  fullConditions: Conditions,
  shortConditions: Conditions,
): Conditions => {
  const conditions = short ? shortConditions : fullConditions;
  return { ...conditions, rounds: rounds ?? conditions.rounds };
};

/** Everything that can be measured. */
export const scenarios = {
  push: (request, cleanup) => {
    const conditions = withRounds(request, fullPush, shortPush);
    return runPush({ ...conditions, deliveries: request.count ?? conditions.deliveries, only: request.only }, cleanup);
  },
  accept: (request, cleanup) => runAccept(withRounds(request, fullAccept, shortAccept), cleanup),
  latency: (request, cleanup) => runLatency(withRounds(request, fullLatency, shortLatency), cleanup),
  depth: (request, cleanup) => runDepth(withRounds(request, fullDepth, shortDepth), cleanup),
  isolation: (request, cleanup) => runIsolation(withRounds(request, fullIsolation, shortIsolation), cleanup),
  embedded: (request, cleanup) => runEmbedded(withRounds(request, fullEmbedded, shortEmbedded), cleanup),
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as readonly ScenarioName[];

/** As they head the sections of the results, in their order. */
export const scenarioTitles: readonly string[] = [
  'Deliveries',
  'Accepting',
  'Latency',
  'Depth of the queue',
  'Isolation of lanes',
  'Embedded: one process, PGlite, sandboxes',
];
