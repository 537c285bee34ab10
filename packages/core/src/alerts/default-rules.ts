import type { Instant } from '../ports/instant.ts';
import type { AlertCondition, AlertRule } from './alert-rule.ts';

const minute = 60_000;

/** Platforms and whoever is told by webhook; jobs are looked at by rules of their own. */
const outside = ['push/*', 'webhook/*', 'domain/*'];

const rules: readonly (Pick<AlertRule, 'name' | 'holdMs' | 'clearMs'> & { readonly condition: AlertCondition })[] = [
  {
    name: '通道持续失败',
    condition: { kind: 'lane-failing', lanes: outside },
    holdMs: 10 * minute,
    clearMs: 2 * minute,
  },
  {
    name: '待办积压超时',
    condition: { kind: 'oldest-due', lanes: outside, aboveMs: 30 * minute },
    holdMs: 0,
    clearMs: 2 * minute,
  },
  { name: '搁置数量过多', condition: { kind: 'parked', lanes: outside, above: 20 }, holdMs: minute, clearMs: minute },
  {
    name: '巡检发现不一致',
    condition: { kind: 'sweep-found', platforms: null, above: 100 },
    holdMs: 0,
    clearMs: 0,
  },
  { name: '后台任务失败', condition: { kind: 'job-failed', jobs: null }, holdMs: 0, clearMs: 0 },
  { name: '后台任务失联', condition: { kind: 'job-silent', jobs: null }, holdMs: 5 * minute, clearMs: minute },
];

/** The rules that a tenant begins with; they may be changed and removed like any others. */
export const defaultRules = (tenant: string, now: Instant): readonly AlertRule[] =>
  rules.map((rule) => ({
    ...rule,
    tenant,
    id: rule.condition.kind,
    enabled: true,
    remindEveryMs: null,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }));
