import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { integer } from '../../cli/parsing/option.ts';
import { ruleBody, ruleOptions } from './rule-options.ts';

export const changeRule = defineCommand({
  summary: 'Change a rule; what is not said stays',
  description: ['Disabling a rule ends what fires for it. The kind of its condition cannot change.'],
  arguments: [{ name: 'id', help: 'The rule.', presence: 'one' }],
  options: {
    ...ruleOptions,
    'if-revision': integer('Only if this is still its revision.', { min: 0, max: 999_999_999, fallback: null }),
  },
  examples: [
    'portico alerts change-rule parked --enabled off',
    'portico alerts change-rule oldest-due --remind-seconds 3600',
  ],
  run: async ({ args: [id = ''], options, session }) => {
    const body = await ruleBody(options, session.terminal);
    if (Object.keys(body).length === 0) throw misused('say what to change. Try: portico help alerts change-rule');
    const revision = options['if-revision'];
    const changed = await (
      await session.api()
    ).send('PATCH', `/alerts/rules/${segment(id)}`, body, {
      headers: revision === null ? {} : { 'If-Match': `"${revision}"` },
    });
    await session.out.done(changed, says(`Rule ${id} is changed.`, `规则 ${id} 已修改。`));
    return 0;
  },
});
