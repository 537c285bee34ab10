import type { Alert, AlertCondition, AlertRule, AlertRuleDraft, AlertSilence, ShownAlert } from '@portico/core/alerts';
import { z } from 'zod';
import { instant, plainText, platformCode } from './fields.ts';
import { iso, isoOrNull } from './show.ts';

const month = 2_592_000;
const id = z.string().regex(/^[0-9A-Za-z-]{1,64}$/);
export const alertId = id;
/** For the routes: ids of rules have the characters of all others. */
export const ruleId = id;

const listOf = <T extends z.ZodType>(item: T, description: string) =>
  z.array(item).min(1).max(100).nullable().default(null).meta({ description });

const lanes = listOf(
  z.string().regex(/^!?[^\s,!]{1,128}$/u),
  'Patterns of names of lanes, in which `*` stands for anything; those after `!` are left out. Null: every lane.',
);
const platforms = listOf(platformCode, 'Codes of platforms; null: every platform.');
const jobs = listOf(platformCode, 'Kinds of jobs; null: every kind.');
const above = z.int().min(0).max(1_000_000_000);
const seconds = (least: number) => z.int().min(least).max(month);

const condition = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('lane-failing'), lanes }),
    z.strictObject({ kind: z.literal('oldest-due'), lanes, aboveSeconds: seconds(1) }),
    z.strictObject({ kind: z.literal('parked'), lanes, above }),
    z.strictObject({ kind: z.literal('sweep-found'), platforms, above }),
    z.strictObject({ kind: z.literal('job-failed'), jobs }),
    z.strictObject({ kind: z.literal('job-silent'), jobs }),
  ])
  .meta({ ref: 'AlertCondition' });

const draftFields = {
  name: plainText(255),
  enabled: z.boolean(),
  condition,
  holdSeconds: seconds(0).meta({ description: 'How long it must have been so before it fires.' }),
  clearSeconds: seconds(0).meta({ description: 'How long it must have been otherwise before it has recovered.' }),
  remindEverySeconds: seconds(60).nullable().meta({ description: 'How often it is told again; null: once.' }),
};

/** `name` and `condition` at least. */
export const newAlertRule = z
  .strictObject({ ...z.object(draftFields).partial().shape, id: id.optional(), name: draftFields.name, condition })
  .meta({ ref: 'NewAlertRule' });

/** What is absent stays. */
export const alertRuleChange = z.strictObject(z.object(draftFields).partial().shape).meta({ ref: 'AlertRuleChange' });

const silenceFields = {
  until: plainText(40).meta({ format: 'date-time', description: 'A year ahead at most.' }),
  reason: plainText(500),
};

export const alertSilencing = z.strictObject(silenceFields).meta({ ref: 'AlertSilencing' });

export const ruleSilencing = z
  .strictObject({
    ...silenceFields,
    subject: plainText(512).nullable().default(null).meta({ description: 'Null: every subject of the rule.' }),
  })
  .meta({ ref: 'AlertRuleSilencing' });

export const newSilence = z
  .strictObject({
    ...silenceFields,
    rule: id.nullable().default(null).meta({ description: 'Null: every rule.' }),
    subject: plainText(512).nullable().default(null).meta({ description: 'Null: every subject.' }),
  })
  .meta({ ref: 'NewAlertSilence' });

const kind = z.enum(['lane-failing', 'oldest-due', 'parked', 'sweep-found', 'job-failed', 'job-silent']);

export const shownRule = z
  .object({
    id: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    condition: z.object({
      kind,
      lanes: z.array(z.string()).nullable().optional(),
      platforms: z.array(z.string()).nullable().optional(),
      jobs: z.array(z.string()).nullable().optional(),
      above: z.number().optional(),
      aboveSeconds: z.number().optional(),
    }),
    holdSeconds: z.number(),
    clearSeconds: z.number(),
    remindEverySeconds: z.number().nullable(),
    revision: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ ref: 'AlertRule' });

export const shownSilence = z
  .object({
    id: z.string(),
    rule: z.string().nullable(),
    subject: z.string().nullable(),
    until: instant,
    reason: z.string(),
    by: z.string(),
    createdAt: instant,
  })
  .meta({ ref: 'AlertSilence' });

export const shownAlert = z
  .object({
    rule: z.string(),
    name: z.string().nullable(),
    subject: z.string(),
    phase: z.enum(['pending', 'firing']).meta({ description: '`pending`: not yet for long enough.' }),
    alert: z.string().nullable().meta({ description: 'The id of the period in which it fires.' }),
    since: instant,
    firedAt: instant.nullable(),
    toldAt: instant.nullable(),
    value: z.number().nullable(),
    words: z.string(),
    silence: shownSilence.nullable(),
  })
  .meta({ ref: 'Alert' });

export const shownPeriod = z
  .object({
    id: z.string(),
    rule: z.string(),
    name: z.string(),
    kind,
    subject: z.string(),
    since: instant,
    firedAt: instant,
    resolvedAt: instant.nullable(),
    endedBy: z.enum(['recovered', 'rule-disabled', 'rule-removed']).nullable(),
    value: z.number().nullable(),
    words: z.string(),
  })
  .meta({ ref: 'AlertPeriod' });

const ms = (given: number): number => given * 1_000;

const toCondition = (given: z.output<typeof condition>): AlertCondition => {
  if (given.kind !== 'oldest-due') return given;
  const { aboveSeconds, ...rest } = given;
  return { ...rest, aboveMs: ms(aboveSeconds) };
};

/** Seconds outside, milliseconds inside; what is undefined is left out. */
export const toRuleDraft = (
  given: z.output<typeof alertRuleChange> & { readonly id?: string | undefined },
): AlertRuleDraft => ({
  ...(given.id === undefined ? {} : { id: given.id }),
  ...(given.name === undefined ? {} : { name: given.name }),
  ...(given.enabled === undefined ? {} : { enabled: given.enabled }),
  ...(given.condition === undefined ? {} : { condition: toCondition(given.condition) }),
  ...(given.holdSeconds === undefined ? {} : { holdMs: ms(given.holdSeconds) }),
  ...(given.clearSeconds === undefined ? {} : { clearMs: ms(given.clearSeconds) }),
  ...(given.remindEverySeconds === undefined
    ? {}
    : { remindEveryMs: given.remindEverySeconds === null ? null : ms(given.remindEverySeconds) }),
});

const copy = (list: readonly string[] | null): string[] | null => (list === null ? null : [...list]);

const showCondition = (given: AlertCondition): z.input<typeof shownRule>['condition'] => {
  switch (given.kind) {
    case 'lane-failing':
      return { kind: given.kind, lanes: copy(given.lanes) };
    case 'oldest-due':
      return { kind: given.kind, lanes: copy(given.lanes), aboveSeconds: given.aboveMs / 1_000 };
    case 'parked':
      return { kind: given.kind, lanes: copy(given.lanes), above: given.above };
    case 'sweep-found':
      return { kind: given.kind, platforms: copy(given.platforms), above: given.above };
    case 'job-failed':
    case 'job-silent':
      return { kind: given.kind, jobs: copy(given.jobs) };
  }
};

export const showRule = (rule: AlertRule): z.input<typeof shownRule> => ({
  id: rule.id,
  name: rule.name,
  enabled: rule.enabled,
  condition: showCondition(rule.condition),
  holdSeconds: rule.holdMs / 1_000,
  clearSeconds: rule.clearMs / 1_000,
  remindEverySeconds: rule.remindEveryMs === null ? null : rule.remindEveryMs / 1_000,
  revision: rule.revision,
  createdAt: iso(rule.createdAt),
  updatedAt: iso(rule.updatedAt),
});

export const showSilence = (silence: AlertSilence): z.input<typeof shownSilence> => ({
  id: silence.id,
  rule: silence.rule,
  subject: silence.subject,
  until: iso(silence.until),
  reason: silence.reason,
  by: silence.by,
  createdAt: iso(silence.createdAt),
});

export const showAlert = ({ state, rule, silence }: ShownAlert): z.input<typeof shownAlert> => ({
  rule: state.rule,
  name: rule?.name ?? null,
  subject: state.subject,
  phase: state.phase,
  alert: state.phase === 'firing' ? state.alert : null,
  since: iso(state.since),
  firedAt: state.phase === 'firing' ? iso(state.firedAt) : null,
  toldAt: state.phase === 'firing' ? isoOrNull(state.toldAt) : null,
  value: state.value,
  words: state.words,
  silence: silence === null ? null : showSilence(silence),
});

export const showPeriod = (alert: Alert): z.input<typeof shownPeriod> => ({
  id: alert.id,
  rule: alert.rule,
  name: alert.name,
  kind: alert.kind,
  subject: alert.subject,
  since: iso(alert.since),
  firedAt: iso(alert.firedAt),
  resolvedAt: isoOrNull(alert.resolvedAt),
  endedBy: alert.endedBy,
  value: alert.value,
  words: alert.words,
});
