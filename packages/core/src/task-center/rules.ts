import { err, ok, safeTry } from 'neverthrow';
import type { Ring } from '../work/ports.ts';
import type { TaskCenterContext } from './context.ts';
import type { RoutingRule } from './ports.ts';
import { invalid } from './problems.ts';
import { ensurePushLanes } from './push-lanes.ts';
import { beginSweep } from './start-sweep.ts';
import type { Invalid, TaskCenter } from './task-center.ts';

const mostRules = 500;
const mostValues = 1_000;

const listIssue = (pointer: string, list: readonly string[] | null): Invalid | null => {
  if (list === null) return null;
  if (list.length === 0 || list.length > mostValues)
    return invalid(pointer, `must hold 1 to ${mostValues} values, or be null`);
  const bad = list.findIndex((value) => value.length === 0 || value.length > 255);
  return bad === -1 ? null : invalid(`${pointer}/${bad}`, 'must have 1 to 255 characters');
};

const ruleIssue = (rule: RoutingRule, at: string): Invalid | null => {
  if (!/^[\w-]{1,64}$/.test(rule.id))
    return invalid(`${at}/id`, 'must be 1 to 64 characters of letters, digits, - and _');
  if (rule.name.trim().length === 0 || rule.name.length > 255)
    return invalid(`${at}/name`, 'must have 1 to 255 characters');
  const { match } = rule;
  return (
    listIssue(`${at}/platforms`, rule.platforms) ??
    listIssue(`${at}/match/processIds`, match.processIds) ??
    listIssue(`${at}/match/categories`, match.categories) ??
    listIssue(`${at}/match/sceneCodes`, match.sceneCodes) ??
    listIssue(`${at}/match/taskTypes`, match.taskTypes) ??
    listIssue(`${at}/match/personIds`, match.personIds)
  );
};

/** The first thing wrong with a list of rules; null when nothing is. */
export const rulesIssue = (rules: readonly RoutingRule[]): Invalid | null => {
  if (rules.length > mostRules) return invalid('', `must hold at most ${mostRules} rules, has ${rules.length}`);
  const seen = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const issue = ruleIssue(rule, `/${index}`);
    if (issue !== null) return issue;
    if (seen.has(rule.id)) return invalid(`/${index}/id`, 'is there twice');
    seen.add(rule.id);
  }
  return null;
};

export const createListRules =
  ({ transactor }: TaskCenterContext): TaskCenter['listRules'] =>
  (tenant) =>
    transactor.run(({ rules }) => rules.list(tenant));

/** Replaces a tenant's rules, and sweeps every platform so that it shows what they say. */
export const createReplaceRules =
  (context: TaskCenterContext): TaskCenter['replaceRules'] =>
  (tenant, rules) =>
    context.transactor
      .run((stores) =>
        safeTry(async function* () {
          const issue = rulesIssue(rules);
          if (issue !== null) return err(issue);
          const enabled = (yield* stores.platforms.list(tenant)).filter((platform) => platform.enabled);
          const lanes = yield* ensurePushLanes(stores, context.registry, tenant, enabled);
          const rings: Ring[] = [];
          for (const platform of enabled) {
            const lane = lanes.get(platform.code);
            if (lane !== undefined) yield* stores.work.redrive(lane.id, ['refused'], 'bulk', 10_000);
            rings.push((yield* beginSweep(stores, context, platform, 1, null, 'routing')).ring);
          }
          yield* stores.rules.replace(tenant, rules);
          return ok(rings);
        }),
      )
      .map((rings) => {
        context.doorbell.ring(rings);
        return rules;
      });
