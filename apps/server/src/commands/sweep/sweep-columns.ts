import { says } from '../../cli/language.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';

export const sweepColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  column(says('PLATFORM', '平台'), 'platform'),
  numberColumn(says('LEVEL', '级别'), 'level'),
  stateColumn(says('STATE', '状态'), 'state'),
  column(says('REASON', '起因'), 'reason', { spare: true }),
  numberColumn(says('CHECKED', '检查'), 'checked'),
  numberColumn(says('SCHEDULED', '重推'), 'scheduled'),
  numberColumn(says('CORRECTED', '校正'), 'corrected'),
  timeColumn(says('STARTED', '开始'), 'startedAt'),
  timeColumn(says('FINISHED', '结束'), 'finishedAt', { spare: true }),
  longColumn(says('FAILURE', '失败原因'), 'failure'),
];
