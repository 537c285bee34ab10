import { says } from '../../cli/language.ts';
import { at, numberAt, textAt } from '../../cli/read-path.ts';
import { column, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { spanText } from '../../cli/show/local-time.ts';

export const laneState = (lane: unknown): string => {
  if (at(lane, 'paused') === true) return 'paused';
  const reason = textAt(lane, 'closedReason');
  return reason === '' ? 'ok' : reason;
};

const oldest = (lane: unknown): string =>
  textAt(lane, 'depth.oldestDueMs') === '' ? '' : spanText(numberAt(lane, 'depth.oldestDueMs'));

export const laneColumns: readonly Column[] = [
  column(says('LANE', '通道'), 'name'),
  stateColumn(says('STATE', '状态'), laneState),
  timeColumn(says('CLOSED UNTIL', '关闭至'), 'closedUntil', { spare: true }),
  numberColumn(says('DUE', '到期'), 'depth.due'),
  numberColumn(says('LATER', '稍后'), 'depth.scheduled', { spare: true }),
  numberColumn(says('AT WORK', '处理中'), 'depth.claimed', { spare: true }),
  numberColumn(says('PARKED', '搁置'), 'depth.parked'),
  numberColumn(says('UNCERTAIN', '不确定'), 'depth.uncertain', { spare: true }),
  column(says('OLDEST', '最久'), oldest, { align: 'right' }),
];
