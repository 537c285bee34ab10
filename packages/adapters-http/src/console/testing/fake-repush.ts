import type { TaskCenter } from '@portico/core/task-center';
import { createFakePersonMappings } from '../../testing/fake-person-mappings.ts';
import { answer, refuse, sampleNow } from './sample-data.ts';

/** Pushing again and person mappings: what is asked is noted, 208 to-dos of one platform fail. */
export const createFakeRepush = (
  calls: (readonly unknown[])[],
): Pick<TaskCenter, 'previewRepush' | 'startRepush' | 'personMappings'> => {
  const mappings = createFakePersonMappings();
  return {
    previewRepush: (_tenant, { filter, mode }) =>
      answer({
        found: {
          todos: filter.processId === 'none' ? 0 : 230,
          more: filter.processId === 'many',
          marks:
            filter.processId === 'none'
              ? []
              : [
                  { platform: 'jinzhi', sync: 'agreed' as const, count: 22 },
                  { platform: 'weaver-ofs', sync: 'failing' as const, count: 208 },
                ],
        },
        objects: filter.processId === 'none' ? 0 : mode === 'all' ? 230 : 208,
      }),
    startRepush: (tenant, request, by) => {
      calls.push(['repush', request, by]);
      return request.filter.platform === 'gone'
        ? refuse({ code: 'NOT_FOUND', message: 'no such platform' })
        : answer({
            tenant,
            id: 'repush-1',
            kind: 'repush',
            subject: request.filter.platform,
            input: {},
            reason: 'hand',
            by,
            state: 'running' as const,
            checkpoint: null,
            done: 0,
            total: 230,
            counts: {},
            failure: null,
            interruptions: 0,
            revision: 1,
            startedAt: sampleNow,
            beatAt: sampleNow,
            finishedAt: null,
          });
    },
    personMappings: {
      ...mappings,
      put: (tenant, space, entries, source) => {
        calls.push(['people-put', space, entries, source]);
        return entries.some(({ remoteId }) => remoteId === '')
          ? refuse({ code: 'INVALID', pointer: '/mappings/0/remoteId', message: 'remoteId is empty' })
          : mappings.put(tenant, space, entries, source);
      },
      upload: (tenant, space, text, dryRun) => {
        calls.push(['people-upload', space, text, dryRun]);
        return mappings.upload(tenant, space, text, dryRun);
      },
      remove: (tenant, space, personIds) => {
        calls.push(['people-remove', space, personIds]);
        return mappings.remove(tenant, space, personIds);
      },
    },
  };
};
