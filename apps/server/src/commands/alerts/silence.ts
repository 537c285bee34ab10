import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { deadline, required, text } from '../../cli/parsing/option.ts';
import { textAt } from '../../cli/read-path.ts';
import { localTime } from '../../cli/show/local-time.ts';
import { idempotencyOption } from '../idempotency-option.ts';

export const silence = defineCommand({
  summary: 'Keep an alert, a rule or a subject quiet until then',
  arguments: [{ name: 'alert', help: 'An alert: its subject is kept quiet, for its rule.', presence: 'optional' }],
  options: {
    rule: text('Without an alert: this rule. Default: every rule.', 'id'),
    subject: text('Without an alert: this subject. Default: every subject.', 'name', 'lanes'),
    until: required(deadline('When it is told again; a year ahead at most.')),
    reason: required(text('Why, for others.', 'text')),
    ...idempotencyOption,
  },
  examples: [
    "portico alerts silence --subject push/jinzhi --until 2h --reason 'the vendor upgrades'",
    "portico alerts silence 01JCXYZ --until 1d --reason 'known'",
  ],
  run: async ({ args: [alert], options, session }) => {
    const { rule, subject, until, reason } = options;
    if (alert !== undefined && (rule !== null || subject !== null))
      throw misused('name an alert, or --rule and --subject');
    const api = await session.api();
    const path = alert === undefined ? '/alerts/silences' : `/alerts/${segment(alert)}/silence`;
    const body = { until, reason, ...(alert === undefined ? { rule, subject } : {}) };
    const made = await api.send('POST', path, body, { idempotencyKey: options['idempotency-key'] });
    const end = localTime(textAt(made, 'until'));
    const id = textAt(made, 'id');
    await session.out.done(
      made,
      says(
        `Quiet until ${end}; to lift it: portico alerts unsilence ${id}`,
        `静默至 ${end}；解除：portico alerts unsilence ${id}`,
      ),
    );
    return 0;
  },
});
