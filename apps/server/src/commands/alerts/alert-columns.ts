import { says } from '../../cli/language.ts';
import { at, textAt } from '../../cli/read-path.ts';
import { column, longColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { localTime, spanText } from '../../cli/show/local-time.ts';

const silenced = (row: unknown): string => {
  const until = textAt(row, 'silence.until');
  return until === '' ? '' : localTime(until);
};

export const alertColumns: readonly Column[] = [
  column(says('RULE', '规则'), 'rule'),
  column(says('SUBJECT', '对象'), 'subject'),
  stateColumn(says('PHASE', '阶段'), 'phase'),
  timeColumn(says('SINCE', '起始'), 'since'),
  column(says('QUIET UNTIL', '静默至'), silenced, { spare: true }),
  column(says('ALERT', '告警编号'), 'alert', { spare: true }),
  longColumn(says('WHAT', '内容'), 'words'),
];

export const periodColumns: readonly Column[] = [
  column(says('ALERT', '告警编号'), 'id'),
  column(says('RULE', '规则'), 'rule'),
  column(says('SUBJECT', '对象'), 'subject'),
  timeColumn(says('FIRED', '触发时间'), 'firedAt'),
  timeColumn(says('ENDED', '结束时间'), 'resolvedAt'),
  column(says('BY', '结束方式'), 'endedBy', { spare: true }),
  longColumn(says('WHAT', '内容'), 'words'),
];

const seconds =
  (path: string) =>
  (row: unknown): string => {
    const found = at(row, path);
    return typeof found === 'number' ? spanText(found * 1_000) : '';
  };

const condition = (rule: unknown): string =>
  Object.entries((at(rule, 'condition') ?? {}) as object)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (name === 'kind' ? String(value) : `${name} ${[value].flat().join(', ')}`))
    .join('; ');

export const ruleColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  longColumn(says('NAME', '名称'), 'name'),
  column(says('ON', '启用'), (rule) => (at(rule, 'enabled') === true ? 'on' : 'off'), {
    tone: (text) => (text === 'on' ? 'good' : 'dim'),
  }),
  longColumn(says('CONDITION', '条件'), condition),
  column(says('FIRES AFTER', '持续'), seconds('holdSeconds')),
  column(says('ENDS AFTER', '恢复'), seconds('clearSeconds'), { spare: true }),
  column(says('AGAIN EVERY', '重复'), seconds('remindEverySeconds'), { spare: true }),
];

export const silenceColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  column(says('RULE', '规则'), (row) => textAt(row, 'rule') || '*'),
  column(says('SUBJECT', '对象'), (row) => textAt(row, 'subject') || '*'),
  timeColumn(says('UNTIL', '截止'), 'until'),
  column(says('BY', '操作人'), 'by', { spare: true }),
  longColumn(says('REASON', '原因'), 'reason'),
];
