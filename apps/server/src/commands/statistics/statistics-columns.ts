import { says } from '../../cli/language.ts';
import { at, numberAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';

const whole =
  (path: string) =>
  (row: unknown): string => {
    const found = at(row, path);
    return typeof found === 'number' ? Math.round(found).toLocaleString('en') : '';
  };

const share = (row: unknown): string => {
  const found = at(row, 'successShare');
  return typeof found === 'number' ? `${(found * 100).toFixed(1)} %` : '';
};

const outcomesText = (row: unknown): string =>
  Object.entries((at(row, 'outcomes') ?? {}) as object)
    .filter(([, count]) => count !== 0)
    .map(([outcome, count]) => `${outcome} ${String(count)}`)
    .join(', ');

export const figureColumns: readonly Column[] = [
  column(says('PLATFORM', '平台'), 'platform'),
  timeColumn(says('FROM', '起始'), 'at'),
  numberColumn(says('ATTEMPTS', '尝试'), whole('attempts')),
  numberColumn(says('SUCCESS', '成功率'), share),
  numberColumn(says('MEDIAN MS', '中位毫秒'), whole('medianMs')),
  numberColumn(says('P95 MS', 'P95 毫秒'), whole('p95Ms')),
  numberColumn(says('LATENCY P95 MS', '时延 P95 毫秒'), whole('latencyP95Ms'), { spare: true }),
  longColumn(says('OUTCOMES', '结果'), outcomesText),
];

export const causeColumns: readonly Column[] = [
  stateColumn(says('OUTCOME', '结果'), 'outcome'),
  numberColumn(says('COUNT', '次数'), 'count'),
  timeColumn(says('LAST', '最近'), 'lastAt'),
  longColumn(says('CAUSE', '原因'), (row) => textAt(row, 'words') || textAt(row, 'cause')),
];

const megabytes =
  (path: string) =>
  (row: unknown): string =>
    at(row, path) === null || at(row, path) === undefined ? '' : (numberAt(row, path) / 1_000_000).toFixed(1);

export const growthColumns: readonly Column[] = [
  column(says('TABLE', '表'), 'table'),
  numberColumn(says('ROWS', '行数'), whole('rows')),
  numberColumn(says('MB', '兆字节'), megabytes('bytes')),
  numberColumn(says('ROWS A DAY', '日增行数'), whole('rowsPerDay')),
  numberColumn(says('MB A DAY', '日增兆字节'), megabytes('bytesPerDay')),
  numberColumn(says('MB IN A WEEK', '一周后兆字节'), megabytes('bytesAhead'), { spare: true }),
];
