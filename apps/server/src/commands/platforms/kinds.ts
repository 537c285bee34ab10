import { defineCommand } from '../../cli/command.ts';
import { exitCodes } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import { onePage } from '../../cli/list-options.ts';
import { listAt, textAt } from '../../cli/read-path.ts';
import { fieldColumns, kindColumns } from './platform-columns.ts';

export const kinds = defineCommand({
  summary: 'List the kinds of platform, or the settings of one',
  arguments: [{ name: 'kind', help: 'Show the settings of this kind.', presence: 'optional' }],
  examples: ['portico platforms kinds', 'portico platforms kinds jinzhi'],
  run: async ({ args: [kind], session }) => {
    const { out, language } = session;
    const api = await session.api();
    if (kind === undefined) {
      await out.list(onePage(api, '/task-center/platform-kinds'), kindColumns(language));
      return 0;
    }
    const all = listAt(await api.get('/task-center/platform-kinds'), 'items');
    const found = all.find((one) => textAt(one, 'kind') === kind);
    if (found === undefined)
      throw new Failure(
        exitCodes.notFound,
        `there is no kind "${kind}"; there are ${all.map((one) => textAt(one, 'kind')).join(', ')}`,
      );
    if (out.json) await out.document(found);
    else await out.lines(out.table(listAt(found, 'config_field'), fieldColumns(language)));
    return 0;
  },
});
