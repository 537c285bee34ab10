import type { RoutingRule } from './ports.ts';

/** What a rule may look at. */
export interface RoutingFacts {
  readonly processId: string;
  readonly category: string | null;
  readonly sceneCode: string | null;
  readonly taskType: string | null;
  readonly personId: string;
}

/** Whether a platform gets a to-do. */
export type Route = (facts: RoutingFacts) => boolean;

const holds = (list: readonly string[] | null, value: string | null): boolean =>
  list === null || (value !== null && list.includes(value));

const matches = ({ match }: RoutingRule, facts: RoutingFacts): boolean =>
  holds(match.processIds, facts.processId) &&
  holds(match.categories, facts.category) &&
  holds(match.sceneCodes, facts.sceneCode) &&
  holds(match.taskTypes, facts.taskType) &&
  holds(match.personIds, facts.personId);

/** Reads a tenant's rules for one platform: the first enabled rule that covers it and matches decides; without one it is pushed. */
export const routeFor = (rules: readonly RoutingRule[], platform: string): Route => {
  const covering = rules.filter(
    (rule) => rule.enabled && (rule.platforms === null || rule.platforms.includes(platform)),
  );
  return (facts) => covering.find((rule) => matches(rule, facts))?.effect !== 'exclude';
};

/** What a tenant starts with: questionnaires (问卷通) are not pushed (seed: PushToAbilityCenter). */
export const defaultRules: readonly RoutingRule[] = [
  {
    id: 'questionnaires',
    name: '问卷通不推送',
    enabled: true,
    effect: 'exclude',
    platforms: null,
    match: { processIds: null, categories: ['questionnaire'], sceneCodes: null, taskTypes: null, personIds: null },
  },
];
