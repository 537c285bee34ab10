import type { AlertCondition, AlertRule, AlertRuleDraft } from '@portico/core/alerts';
import { err, ok, type Result } from 'neverthrow';
import { createReader, type FormErrors, type Reader } from './platform-form.ts';
import type { Texts } from './texts/texts.ts';

const minute = 60_000;

/** The list of a condition, by the name of its field. */
export const listOf = (
  condition: AlertCondition,
): { readonly name: 'lanes' | 'platforms' | 'jobs'; readonly of: readonly string[] | null } => {
  switch (condition.kind) {
    case 'lane-failing':
    case 'oldest-due':
    case 'parked':
      return { name: 'lanes', of: condition.lanes };
    case 'sweep-found':
      return { name: 'platforms', of: condition.platforms };
    case 'job-failed':
    case 'job-silent':
      return { name: 'jobs', of: condition.jobs };
  }
};

/** What the form shows at first, by field. */
export const ruleValues = (rule: AlertRule): URLSearchParams => {
  const { condition, name, holdMs, clearMs, remindEveryMs, revision } = rule;
  const values = new URLSearchParams({
    name,
    hold: String(holdMs / minute),
    clear: String(clearMs / minute),
    remind: remindEveryMs === null ? '' : String(remindEveryMs / minute),
    among: (listOf(condition).of ?? []).join('\n'),
    revision: String(revision),
  });
  if (condition.kind === 'oldest-due') values.set('above', String(condition.aboveMs / minute));
  else if ('above' in condition) values.set('above', String(condition.above));
  return values;
};

const readCondition = (reader: Reader, before: AlertCondition, texts: Texts): AlertCondition => {
  const entries = reader
    .text('among')
    .split(/[\s,，]+/)
    .filter((entry) => entry !== '');
  const among = entries.length === 0 ? null : entries;
  const given = 'above' in before || 'aboveMs' in before ? reader.numeric('above', before.kind !== 'oldest-due') : 0;
  if (given === null) reader.errors['above'] ??= texts.platforms.notNumber;
  const above = given ?? 0;
  switch (before.kind) {
    case 'lane-failing':
      return { kind: before.kind, lanes: among };
    case 'oldest-due':
      return { kind: before.kind, lanes: among, aboveMs: Math.round(above * minute) };
    case 'parked':
      return { kind: before.kind, lanes: among, above };
    case 'sweep-found':
      return { kind: before.kind, platforms: among, above };
    case 'job-failed':
    case 'job-silent':
      return { kind: before.kind, jobs: among };
  }
};

/** What was submitted, as a change of that rule; or what is wrong before the core even looks. */
export const readRuleForm = (
  form: URLSearchParams,
  { condition }: AlertRule,
  texts: Texts,
): Result<AlertRuleDraft, FormErrors> => {
  const reader = createReader(form, texts);
  const span = (name: string): number | null => {
    const given = reader.numeric(name, false);
    return given === null ? null : Math.round(given * minute);
  };
  const [holdMs, clearMs, remindEveryMs] = [span('hold'), span('clear'), span('remind')];
  const changed = readCondition(reader, condition, texts);
  if (Object.keys(reader.errors).length > 0) return err(reader.errors);
  return ok({
    name: reader.text('name'),
    condition: changed,
    holdMs: holdMs ?? 0,
    clearMs: clearMs ?? 0,
    remindEveryMs,
  });
};

/** The field that a JSON pointer into the draft means. */
export const ruleField = (pointer: string): string => {
  const [, first = '', second = ''] = pointer.split('/');
  const named: Readonly<Record<string, string>> = {
    name: 'name',
    holdMs: 'hold',
    clearMs: 'clear',
    remindEveryMs: 'remind',
  };
  if (first === 'condition') return second.startsWith('above') ? 'above' : 'among';
  return named[first] ?? '';
};
