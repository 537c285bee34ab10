import { defineCommand } from '../../cli/command.ts';
import { listOptions, showList } from '../../cli/list-options.ts';
import { choiceList, text, texts } from '../../cli/parsing/option.ts';
import { jobColumns } from './job-columns.ts';

const listed = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join(','));

export const list = defineCommand({
  summary: 'List long work, newest first: sweeps and others',
  options: {
    kind: texts('Of this kind: sweep, repush, … Several with commas.', 'kind'),
    state: choiceList('In these states.', ['running', 'paused', 'finished', 'failed', 'cancelled']),
    subject: text('On this subject, for example a platform.', 'code', 'platforms'),
    ...listOptions,
  },
  examples: ['portico jobs list --state running,paused', 'portico jobs list --kind sweep --subject jinzhi'],
  run: ({ options: { kind, state, subject, ...limits }, session }) =>
    showList(session, '/jobs', { kind: listed(kind), state: listed(state), subject }, jobColumns, limits),
});
