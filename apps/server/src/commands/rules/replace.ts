import { confirm, yesOption } from '../../cli/confirm.ts';
import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { documentsIn, openInput } from '../../cli/input-file.ts';
import { says } from '../../cli/language.ts';
import { at, listAt } from '../../cli/read-path.ts';
import { ruleColumns } from './rule-columns.ts';

export const replace = defineCommand({
  summary: 'Replace all rules by those in a file, and bring every platform into step',
  description: ['The file holds a list, {"rules": […]}, or one rule a line as portico rules list --json prints them.'],
  arguments: [{ name: 'file', help: 'The file; - or none is standard input.', presence: 'optional', offer: 'files' }],
  options: yesOption,
  examples: ['portico rules replace rules.json', 'portico rules replace --yes < rules.ndjson'],
  run: async ({ args: [file], options, session }) => {
    const api = await session.api();
    const rules: unknown[] = [];
    for await (const { value } of documentsIn(await openInput(file, session.terminal)))
      rules.push(...(Array.isArray(at(value, 'rules')) ? listAt(value, 'rules') : [value]));
    const before = listAt(await api.get('/task-center/rules'), 'items').length;
    const question = says(
      `Replace ${before} rules by ${rules.length}? Platforms take away or get what that changes.`,
      `确定用 ${rules.length} 条规则替换现有的 ${before} 条？各平台会随之增删待办。`,
    );
    if (!(await confirm(session, options.yes, question))) return exitCodes.failed;
    const replaced = listAt(await api.send('PUT', '/task-center/rules', { rules }), 'items');
    await session.out.list(
      (async function* () {
        yield replaced;
      })(),
      ruleColumns,
    );
    return exitCodes.ok;
  },
});
