import { defineCommand } from '../../cli/command.ts';
import { listOptions, showList } from '../../cli/list-options.ts';
import { choice, text } from '../../cli/parsing/option.ts';
import { messageColumns, webhookArgument, webhookPath } from './webhook-columns.ts';

export const messages = defineCommand({
  summary: 'List messages to a webhook, newest first',
  arguments: [webhookArgument],
  options: {
    type: text('Of this type.', 'type'),
    delivered: choice('Only those that were delivered, or that were not.', ['yes', 'no']),
    ...listOptions,
  },
  examples: ['portico webhooks messages hr --delivered no'],
  run: ({ args: [code = ''], options: { type, delivered, ...limits }, session }) =>
    showList(
      session,
      `${webhookPath(code)}/messages`,
      { type, delivered: delivered === null ? null : String(delivered === 'yes') },
      messageColumns,
      limits,
    ),
});
