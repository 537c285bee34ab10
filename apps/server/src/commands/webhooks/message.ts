import { defineCommand } from '../../cli/command.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { at, listAt, textAt } from '../../cli/read-path.ts';
import { cleanLines } from '../../cli/show/clean-text.ts';
import { column, longColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { exchangeLines } from '../exchange-lines.ts';
import { messageColumns, webhookArgument, webhookPath } from './webhook-columns.ts';

const attemptColumns: readonly Column[] = [
  timeColumn(says('TIME', '时间'), 'at'),
  stateColumn(says('OUTCOME', '结果'), 'outcome'),
  column(says('MS', '毫秒'), (row) => textAt(row, 'durationMs').replace(/\..*$/u, ''), { align: 'right' }),
  longColumn(says('REASON', '原因'), 'reason'),
];

export const message = defineCommand({
  summary: 'Show a message to a webhook, with its attempts: requests and answers',
  arguments: [webhookArgument, { name: 'id', help: 'The message.', presence: 'one' }],
  examples: ['portico webhooks message hr 01JCXYZ'],
  run: async ({ args: [code = '', id = ''], session }) => {
    const { out, language } = session;
    const found = await (await session.api()).get(`${webhookPath(code)}/messages/${segment(id)}`);
    if (out.json) {
      await out.document(found);
      return 0;
    }
    const attempts = listAt(found, 'attempts');
    const [heading = '', ...rows] = out.table(attempts, attemptColumns);
    await out.lines([
      ...out.sheet(at(found, 'message'), messageColumns),
      ...cleanLines(JSON.stringify(at(found, 'message.data'), null, 2)),
      '',
      out.paint('strong', says('Attempts', '投递记录')[language]),
      ...(attempts.length === 0 ? [] : [heading]),
      ...rows.flatMap((row, index) => [row, ...exchangeLines(at(attempts[index], 'exchanges'), out.paint, '    ')]),
    ]);
    return 0;
  },
});
