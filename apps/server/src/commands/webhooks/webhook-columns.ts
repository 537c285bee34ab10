import type { Argument } from '../../cli/command.ts';
import { segment } from '../../cli/http/api-client.ts';
import { says } from '../../cli/language.ts';
import { at, listAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, numberColumn, stateColumn, timeColumn, type Column } from '../../cli/show/column.ts';
import { laneState } from '../lanes/lane-columns.ts';

/** Where a webhook is in the API. */
export const webhookPath = (code: string): string => `/webhooks/${segment(code)}`;

export const webhookArgument: Argument = { name: 'code', help: 'The code of a webhook.', presence: 'one' };

const enabled = (row: unknown): string =>
  at(row, 'enabled') === true ? 'enabled' : `disabled${textAt(row, 'disabledBecause') === 'gone' ? ' (410)' : ''}`;
const types = (row: unknown): string => listAt(row, 'types').join(', ') || '*';
const lane = (row: unknown): string => (textAt(row, 'lane') === '' ? '' : laneState(at(row, 'lane')));

export const webhookColumns: readonly Column[] = [
  column(says('CODE', '代码'), 'code'),
  column(says('STATE', '状态'), enabled, { tone: (text) => (text === 'enabled' ? 'good' : 'dim') }),
  stateColumn(says('LANE', '通道'), lane),
  longColumn(says('TYPES', '消息类型'), types),
  numberColumn(says('DUE', '到期'), 'waiting.due'),
  numberColumn(says('LATER', '稍后'), 'waiting.scheduled', { spare: true }),
  numberColumn(says('PARKED', '搁置'), 'waiting.parked'),
  longColumn(says('ADDRESS', '地址'), 'url'),
];

export const webhookFields: readonly Column[] = [
  column(says('Code', '代码'), 'code'),
  column(says('Name', '名称'), 'name'),
  column(says('Address', '地址'), 'url'),
  column(says('Types', '消息类型'), types),
  column(says('State', '状态'), enabled),
  stateColumn(says('Lane', '通道'), lane),
  column(says('Due', '到期'), 'waiting.due'),
  column(says('Later', '稍后'), 'waiting.scheduled'),
  column(says('Parked', '搁置'), 'waiting.parked'),
  column(says('Secrets', '签名密钥'), (row) => String(listAt(row, 'secrets').length)),
  column(says('Revision', '版本'), 'revision'),
  timeColumn(says('Created', '创建时间'), 'createdAt'),
  timeColumn(says('Updated', '更新时间'), 'updatedAt'),
];

export const messageColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  column(says('TYPE', '类型'), 'type'),
  column(says('STATE', '状态'), 'state', {
    tone: (text) => (text === 'delivered' ? 'good' : text === 'pending' ? 'wait' : 'bad'),
  }),
  numberColumn(says('TRIES', '尝试'), 'attempts'),
  timeColumn(says('CREATED', '创建时间'), 'createdAt'),
  timeColumn(says('DELIVERED', '送达时间'), 'deliveredAt'),
  timeColumn(says('DUE', '下次'), 'dueAt', { spare: true }),
];
