import { says } from '../../cli/language.ts';
import { at, listAt } from '../../cli/read-path.ts';
import { column, longColumn, type Column } from '../../cli/show/column.ts';

const matchText = (rule: unknown): string =>
  Object.entries((at(rule, 'match') ?? {}) as Record<string, unknown>)
    .flatMap(([name, values]) => (Array.isArray(values) ? [`${name}: ${values.join(', ')}`] : []))
    .join('; ');

export const ruleColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id', { spare: true }),
  longColumn(says('NAME', '名称'), 'name'),
  column(says('ON', '启用'), (rule) => (at(rule, 'enabled') === true ? 'on' : 'off'), {
    tone: (text) => (text === 'on' ? 'good' : 'dim'),
  }),
  column(says('EFFECT', '作用'), 'effect'),
  longColumn(says('PLATFORMS', '平台'), (rule) => listAt(rule, 'platforms').join(', ') || '*'),
  longColumn(says('MATCH', '条件'), (rule) => matchText(rule) || '*'),
];
