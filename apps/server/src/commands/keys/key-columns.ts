import { says } from '../../cli/language.ts';
import { listAt, textAt } from '../../cli/read-path.ts';
import { column, longColumn, timeColumn, type Column } from '../../cli/show/column.ts';

const state = (key: unknown): string => {
  if (textAt(key, 'revokedAt') !== '') return 'revoked';
  const end = textAt(key, 'expiresAt');
  return end !== '' && Date.parse(end) <= Date.now() ? 'expired' : 'valid';
};

export const keyColumns: readonly Column[] = [
  column(says('ID', '编号'), 'id'),
  longColumn(says('NAME', '名称'), 'name'),
  column(says('STATE', '状态'), state, { tone: (text) => (text === 'valid' ? 'good' : 'dim') }),
  longColumn(says('SCOPES', '权限'), (key) => listAt(key, 'scopes').join(', ')),
  timeColumn(says('CREATED', '创建时间'), 'createdAt'),
  timeColumn(says('EXPIRES', '到期时间'), 'expiresAt'),
];
