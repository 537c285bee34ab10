import { defineCommand } from '../../cli/command.ts';
import { listOptions, showList } from '../../cli/list-options.ts';
import { choice, text } from '../../cli/parsing/option.ts';
import { periodColumns } from './alert-columns.ts';

export const history = defineCommand({
  summary: 'List every period in which a rule fired, newest first',
  options: {
    rule: text('Of this rule.', 'id'),
    subject: text('About this subject.', 'name', 'lanes'),
    firing: choice('Only those that go on, or that are over.', ['yes', 'no']),
    ...listOptions,
  },
  examples: ['portico alerts history --subject push/jinzhi'],
  run: ({ options: { rule, subject, firing, ...limits }, session }) =>
    showList(
      session,
      '/alerts/history',
      { rule, subject, firing: firing === null ? null : String(firing === 'yes') },
      periodColumns,
      limits,
    ),
});
