import type { Argument } from '../../cli/command.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { listAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, timeColumn, type Column } from '../../cli/show/column.ts';

/** Where the mappings of a space are in the API. */
export const spacePath = (space: string): string => `/task-center/person-mappings/${segment(space)}`;

export const spaceArgument: Argument = {
  name: 'space',
  help: 'The space of ids: the setting personSpace of platforms, their code unless it is set.',
  presence: 'one',
  offer: 'platforms',
};

export const spaceColumns: readonly Column[] = [
  column(says('SPACE', '空间'), 'space'),
  numberColumn(says('PEOPLE', '人数'), 'count'),
  longColumn(says('PLATFORMS', '平台'), (row) => listAt(row, 'platforms').join(', ')),
];

export const mappingColumns: readonly Column[] = [
  column(says('PERSON', '人员编号'), 'personId'),
  column(says('ON THE PLATFORM', '平台编号'), 'remoteId'),
  column(says('SOURCE', '来源'), 'source'),
  timeColumn(says('UPDATED', '更新时间'), 'updatedAt'),
];
