import { exitCodes } from '../../cli/exit-codes.ts';
import { defineCommand } from '../../cli/command.ts';
import { misused } from '../../cli/failure.ts';
import { RawBody } from '../../cli/http/api-client.ts';
import { openInput } from '../../cli/input-file.ts';
import { says } from '../../cli/language.ts';
import { flag } from '../../cli/parsing/option.ts';
import { listAt, numberAt, textAt } from '../../cli/read-path.ts';
import { cleanText } from '../../cli/show/clean-text.ts';
import { spaceArgument, spacePath } from './people-columns.ts';

/** What a server takes in one file. */
const mostBytes = 10 * 1024 * 1024;

export const importPeople = defineCommand({
  summary: 'Add or change person mappings by a CSV file',
  description: [
    'The first line names the columns personId (工号, 人员编号) and remoteId (平台编号); UTF-8 or GB18030, 10 MB at most. Lines with mistakes are left out and named on standard error, and the exit code is 4 then. Other mappings of the space stay.',
  ],
  arguments: [
    spaceArgument,
    { name: 'file', help: 'The file; - or none is standard input.', presence: 'optional', offer: 'files' },
  ],
  options: { 'dry-run': flag('Only say what would come of it.') },
  examples: ['portico people import jinzhi people.csv --dry-run', 'portico people import jinzhi < people.csv'],
  run: async ({ args: [space = '', file], options, session }) => {
    const { out, terminal } = session;
    const input = await openInput(file, terminal);
    const api = await session.api();
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of input.bytes()) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostBytes) throw misused(`${input.name} is larger than 10 MB; divide it`);
    }
    const dryRun = options['dry-run'];
    const path = `${spacePath(space)}/upload${dryRun ? '?dryRun=true' : ''}`;
    const report = await api.send('POST', path, new RawBody('text/csv', Buffer.concat(chunks)));
    if (!out.json)
      for (const error of listAt(report, 'errors'))
        await terminal.stderr.write(
          `${cleanText(`${input.name}, line ${textAt(error, 'line')}: ${textAt(error, 'message')}`)}\n`,
        );
    const count = (name: string): number => numberAt(report, name);
    await out.done(
      report,
      says(
        `${dryRun ? 'It would be added' : 'Added'}: ${count('added')}, changed: ${count('changed')}, as before: ${count('unchanged')}, left out: ${count('rejected')}.`,
        `${dryRun ? '预计' : '已'}新增 ${count('added')}，变更 ${count('changed')}，不变 ${count('unchanged')}，跳过 ${count('rejected')}。`,
      ),
    );
    return count('rejected') > 0 ? exitCodes.refused : exitCodes.ok;
  },
});
