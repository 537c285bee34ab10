import { defineCommand } from '../../cli/command.ts';
import { says } from '../../cli/language.ts';
import { textAt } from '../../cli/read-path.ts';
import { idempotencyOption } from '../idempotency-option.ts';
import { ruleBody, ruleOptions } from './rule-options.ts';

export const createRule = defineCommand({
  summary: 'Have somebody told of something: make a rule',
  description: [
    'The file holds at least a name and a condition, for example {"name": "积压", "condition": {"kind": "oldest-due", "lanes": ["push/*"], "aboveSeconds": 600}}. Other kinds: lane-failing, parked, sweep-found, job-failed, job-silent; portico alerts rules --json shows one of each. Webhooks that take alert.* are told.',
  ],
  arguments: [{ name: 'id', help: 'What the rule is called. Default: the server names it.', presence: 'optional' }],
  options: { ...ruleOptions, ...idempotencyOption },
  examples: ['portico alerts create-rule late --file rule.json --hold-seconds 60'],
  run: async ({ args: [id], options, session }) => {
    const api = await session.api();
    const body = { ...(await ruleBody(options, session.terminal)), ...(id === undefined ? {} : { id }) };
    const made = await api.send('POST', '/alerts/rules', body, { idempotencyKey: options['idempotency-key'] });
    const name = textAt(made, 'id');
    await session.out.done(made, says(`Rule ${name} is made.`, `规则 ${name} 已创建。`));
    return 0;
  },
});
