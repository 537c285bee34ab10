import { says } from '../../cli/language.ts';
import { at, listAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';

const enabled = (row: unknown): string => (at(row, 'enabled') === true ? 'enabled' : 'disabled');

/** `ok`, `paused`, or why its lane is closed. */
export const laneText = (lane: unknown): string => {
  if (typeof lane !== 'object' || lane === null) return '';
  if (at(lane, 'paused') === true) return 'paused';
  const reason = textAt(lane, 'closedReason');
  return reason === '' ? 'ok' : reason;
};

const names =
  (path: string) =>
  (row: unknown): string =>
    Object.keys((at(row, path) ?? {}) as object).join(', ');

export const platformColumns: readonly Column[] = [
  column(says('CODE', '代码'), 'code'),
  column(says('KIND', '类型'), 'kind'),
  longColumn(says('NAME', '名称'), 'name'),
  column(says('STATE', '状态'), enabled, { tone: (text) => (text === 'enabled' ? 'good' : 'dim') }),
  stateColumn(says('LANE', '通道'), (row) => laneText(at(row, 'lane'))),
  longColumn(says('ADDRESS', '地址'), 'baseUrl'),
];

export const platformFields: readonly Column[] = [
  column(says('Code', '代码'), 'code'),
  column(says('Kind', '类型'), 'kind'),
  column(says('Name', '名称'), 'name'),
  column(says('Address', '地址'), 'baseUrl'),
  column(says('State', '状态'), enabled),
  column(says('Sandbox', '沙箱'), (row) => (at(row, 'sandbox') === true ? 'sandbox' : '')),
  stateColumn(says('Lane', '通道'), (row) => laneText(at(row, 'lane'))),
  column(says('Settings', '配置'), (row) =>
    Object.entries((at(row, 'settings') ?? {}) as object)
      .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', '),
  ),
  column(says('Secrets set', '已设密钥'), names('secrets')),
  column(says('Concurrency', '并发'), 'concurrency'),
  column(says('Batch size', '批量'), 'batchSize'),
  column(says('Time-out, ms', '超时（毫秒）'), 'timeoutMs'),
  column(says('Rate', '速率'), (row) =>
    textAt(row, 'rate') === '' ? '' : `${textAt(row, 'rate.perSecond')}/s, ${textAt(row, 'rate.burst')}`,
  ),
  column(says('Retry', '重试'), 'retry'),
  column(says('Show finished', '显示已办'), 'showFinished'),
  column(says('Resend undecidable', '重发不确定'), 'resendUndecidable'),
  column(says('Revision', '版本'), 'revision'),
  timeColumn(says('Created', '创建时间'), 'createdAt'),
  timeColumn(says('Updated', '更新时间'), 'updatedAt'),
];

const localized =
  (path: string, language: 'zh-CN' | 'en') =>
  (row: unknown): string =>
    textAt(at(row, path), language);

export const kindColumns = (language: 'zh-CN' | 'en'): readonly Column[] => [
  column(says('KIND', '类型'), 'kind'),
  longColumn(says('NAME', '名称'), localized('name', language)),
  column(says('CONTRACT', '契约'), 'contract'),
  longColumn(says('SETTINGS', '配置项'), (row) =>
    listAt(row, 'config_field')
      .map((field) => `${textAt(field, 'name')}${at(field, 'required') === true ? '*' : ''}`)
      .join(', '),
  ),
];

export const fieldColumns = (language: 'zh-CN' | 'en'): readonly Column[] => [
  column(says('SETTING', '配置项'), 'name'),
  column(says('TYPE', '类型'), 'type'),
  column(says('REQUIRED', '必填'), (row) => (at(row, 'required') === true ? 'yes' : '')),
  column(says('DEFAULT', '默认'), 'default'),
  longColumn(says('LABEL', '名称'), localized('label', language)),
  numberColumn(says('MIN', '最小'), 'min', { spare: true }),
  numberColumn(says('MAX', '最大'), 'max', { spare: true }),
  longColumn(says('CHOICES', '可选'), (row) => listAt(row, 'choices').join(', ')),
  longColumn(says('HELP', '说明'), localized('help', language)),
];
