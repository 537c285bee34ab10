import type { Argument } from '../../cli/command.ts';
import { says, type Language } from '../../cli/language.ts';
import { listAt, numberAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';

export const standings = ['refused', 'exhausted', 'undecidable', 'poison', 'failing'] as const;

export const groupArguments: readonly Argument[] = [
  { name: 'platform', help: 'The code of the platform.', presence: 'one', offer: 'platforms' },
  {
    name: 'standing',
    help: 'How they stand: refused, exhausted, undecidable, poison or failing.',
    presence: 'one',
    choices: standings,
  },
];

export const groupColumns = (language: Language): readonly Column[] => [
  column(says('PLATFORM', '平台'), 'platform'),
  stateColumn(says('STANDING', '状态'), 'standing'),
  numberColumn(says('COUNT', '数量'), 'count'),
  timeColumn(says('OLDEST', '最早'), 'oldest', { spare: true }),
  timeColumn(says('NEWEST', '最近'), 'newest'),
  longColumn(says('CAUSE', '原因'), 'cause'),
  longColumn(says('ADVICE', '建议'), (row) => textAt(row, `explanation.advice.${language}`)),
];

const todos = (row: unknown): string => {
  const shown = listAt(row, 'todos').map((todo) => textAt(todo, 'id'));
  const more = numberAt(row, 'todoCount') - shown.length;
  return [...shown, ...(more > 0 ? [`+${more}`] : [])].join(', ');
};

export const objectColumns: readonly Column[] = [
  column(says('KEY', '键'), 'key'),
  longColumn(says('TO-DOS', '待办'), todos),
  longColumn(says('TITLE', '标题'), 'todos.0.title'),
  timeColumn(says('LAST ATTEMPT', '最近尝试'), 'attempts.0.at'),
  longColumn(says('REASON', '原因'), 'attempts.0.reason'),
];
