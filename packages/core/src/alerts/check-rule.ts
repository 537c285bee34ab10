import type { AlertCondition } from './alert-rule.ts';
import type { AlertRuleDraft, InvalidAlert } from './alerts.ts';
import { invalid } from './problems.ts';

const monthMs = 30 * 24 * 3_600_000;
const mostEntries = 100;
const highest = 1_000_000_000;

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;

const spanIssue = (pointer: string, value: number | null | undefined, least: number): InvalidAlert | null =>
  value === undefined || value === null || isWhole(value, least, monthMs)
    ? null
    : invalid(pointer, `must be ${least} to ${monthMs} milliseconds`);

const listIssue = (name: string, list: readonly string[] | null, entry: RegExp): InvalidAlert | null => {
  if (list === null) return null;
  if (list.length < 1 || list.length > mostEntries)
    return invalid(`/condition/${name}`, `must hold 1 to ${mostEntries} entries, or be null for everything`);
  const wrong = list.findIndex((one) => !entry.test(one));
  return wrong < 0 ? null : invalid(`/condition/${name}/${wrong}`, 'is not one');
};

const lanePattern = /^!?[^\s,!]{1,128}$/u;
const codePattern = /^[a-z0-9-]{1,63}$/u;

const aboveIssue = (above: number): InvalidAlert | null =>
  isWhole(above, 0, highest) ? null : invalid('/condition/above', `must be a whole number from 0 to ${highest}`);

const conditionIssue = (condition: AlertCondition): InvalidAlert | null => {
  switch (condition.kind) {
    case 'lane-failing':
      return listIssue('lanes', condition.lanes, lanePattern);
    case 'oldest-due':
      return (
        listIssue('lanes', condition.lanes, lanePattern) ?? spanIssue('/condition/aboveMs', condition.aboveMs, 1_000)
      );
    case 'parked':
      return listIssue('lanes', condition.lanes, lanePattern) ?? aboveIssue(condition.above);
    case 'sweep-found':
      return listIssue('platforms', condition.platforms, codePattern) ?? aboveIssue(condition.above);
    case 'job-failed':
    case 'job-silent':
      return listIssue('jobs', condition.jobs, codePattern);
  }
};

/** The first thing about a draft that no rule allows; null when there is none. */
export const ruleIssue = ({
  id,
  name,
  condition,
  holdMs,
  clearMs,
  remindEveryMs,
}: AlertRuleDraft): InvalidAlert | null => {
  if (id !== undefined && !/^[0-9a-zA-Z-]{1,64}$/u.test(id))
    return invalid('/id', 'must be 1 to 64 characters of 0-9, a-z, A-Z and -');
  if (name !== undefined && (name.trim().length === 0 || name.length > 255))
    return invalid('/name', 'must have 1 to 255 characters');
  return (
    (condition === undefined ? null : conditionIssue(condition)) ??
    spanIssue('/holdMs', holdMs, 0) ??
    spanIssue('/clearMs', clearMs, 0) ??
    spanIssue('/remindEveryMs', remindEveryMs, 60_000)
  );
};
