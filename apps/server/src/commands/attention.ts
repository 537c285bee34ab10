import { defineCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import { listAt, at } from '../cli/read-path.ts';
import { allIsWell, attentionColumns } from './attention-columns.ts';

export const attention = defineCommand({
  summary: 'List what somebody should look at, the most urgent first',
  description: ['The exit code is 1 when something needs a person, so that a script can call one.'],
  examples: ['portico attention', 'portico attention --quiet > /dev/null || echo "Portico needs somebody"'],
  run: async ({ session: { out, api } }) => {
    const items = listAt(await (await api()).get('/attention'), 'items');
    if (out.json) for (const item of items) await out.lines([JSON.stringify(item)]);
    else if (items.length === 0) await out.note(allIsWell);
    else await out.lines(out.table(items, attentionColumns));
    return items.some((item) => at(item, 'needsPerson') === true) ? exitCodes.failed : exitCodes.ok;
  },
});
