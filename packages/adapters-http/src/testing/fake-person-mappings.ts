import type { PersonMappings } from '@portico/core/task-center';
import { okAsync } from 'neverthrow';

/** Person mappings of literals. */
export const createFakePersonMappings = (): PersonMappings => ({
  put: (_tenant, _space, entries) => okAsync({ added: entries.length, changed: 0, unchanged: 0 }),
  upload: () =>
    okAsync({ added: 1, changed: 0, unchanged: 0, rejected: 1, errors: [{ line: 3, message: 'remoteId is empty' }] }),
  remove: (_tenant, _space, ids) => okAsync(ids.length),
  list: (tenant, space) =>
    okAsync({
      items: [{ tenant, space, personId: 'T001', remoteId: 'ou-1', source: 'api', updatedAt: Date.UTC(2026, 10, 21) }],
      nextCursor: null,
    }),
  spaces: () => okAsync([{ space: 'corp', count: 1, platforms: ['dingtalk'] }]),
  exportPage: () => okAsync({ text: 'personId,remoteId\r\nT001,ou-1\r\n', after: null }),
});
