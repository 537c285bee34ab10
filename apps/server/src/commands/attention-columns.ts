import { says, type Text } from '../cli/language.ts';
import { at, numberAt, textAt } from '../cli/read-path.ts';
import { column, longColumn, numberColumn, type Column } from '../cli/show/column.ts';

const first = (row: unknown, ...paths: readonly string[]): string =>
  paths.map((path) => textAt(row, path)).find((text) => text !== '') ?? '';

const count = (row: unknown): string => {
  const much = numberAt(row, 'count') || numberAt(row, 'waiting');
  return much === 0 ? '' : String(much);
};

/** What a person should look at. Kinds that this command line does not know yet are shown as far as they are alike. */
export const attentionColumns: readonly Column[] = [
  column(says('WHAT', '事项'), 'kind', { tone: () => 'bad' }),
  column(says('WHERE', '位置'), (row) => first(row, 'platform', 'endpoint', 'subject', 'job')),
  numberColumn(says('COUNT', '数量'), count),
  column(says('NEEDS', '处理'), (row) => (at(row, 'needsPerson') === true ? 'a person' : 'time')),
  longColumn(says('WHY', '原因'), (row) => first(row, 'cause', 'failure', 'until', 'name')),
];

export const allIsWell: Text = says('Nothing needs a person.', '没有需要处理的事项。');
