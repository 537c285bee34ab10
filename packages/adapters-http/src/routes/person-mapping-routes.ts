import type { PersonMappings } from '@portico/core/task-center';
import { z } from 'zod';
import { csvBody, jsonBody } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import { cursor, limit, pageOf, plainText } from '../schemas/fields.ts';
import {
  gonePeople,
  newMappings,
  personSpace,
  putMappings,
  showMapping,
  shownMapping,
  shownSpace,
  showUpload,
  uploadedMappings,
} from '../schemas/person-mapping.ts';

const mostBytes = 10 * 1024 * 1024;
const root = '/task-center/person-mappings';
const ofSpace = z.strictObject({ space: personSpace });
const removed = z.object({ removed: z.int() });

/** The pages after the first, as they are asked for. */
async function* pagesOf(
  mappings: Pick<PersonMappings, 'exportPage'>,
  tenant: string,
  space: string,
  first: { readonly text: string; readonly after: string | null },
): AsyncGenerator<string> {
  yield first.text;
  for (let after = first.after; after !== null;) {
    const page = (await mappings.exportPage(tenant, space, after)).match(
      (found) => found,
      (failure) => {
        throw new Error(`the export broke off: ${failure.code}`);
      },
    );
    yield page.text;
    after = page.after;
  }
}

/** Who people are for platforms that know them by ids of their own. */
export const addPersonMappingRoutes = ({ route, download }: Routes, mappings: PersonMappings): void => {
  route({
    method: 'get',
    path: root,
    id: 'listPersonSpaces',
    tag: 'people',
    summary: 'Spaces of person mappings, with how many people and which platforms',
    scope: 'platforms:read',
    status: 200,
    data: z.object({ items: z.array(shownSpace) }),
    handle: ({ principal }) =>
      mappings.spaces(principal.tenant).map((spaces) => ({
        items: spaces.map(({ space, count, platforms }) => ({ space, count, platforms: [...platforms] })),
      })),
  });

  route({
    method: 'get',
    path: `${root}/:space`,
    id: 'listPersonMappings',
    tag: 'people',
    summary: 'Person mappings of a space, by person',
    scope: 'platforms:read',
    params: ofSpace,
    query: z.strictObject({
      text: plainText(200).optional().meta({ description: 'A part of either id, case-insensitive.' }),
      cursor,
      limit,
    }),
    status: 200,
    data: pageOf(shownMapping),
    handle: ({ principal, params, query }) =>
      mappings
        .list(principal.tenant, params.space, query.text ?? null, query.cursor ?? null, query.limit)
        .map(({ items, nextCursor }) => ({ items: items.map(showMapping), nextCursor })),
  });

  route({
    method: 'put',
    path: `${root}/:space`,
    id: 'putPersonMappings',
    tag: 'people',
    summary: 'Add or change person mappings',
    description:
      'Others of the space stay as they are. What was refused for want of a mapping is pushed in the background.',
    scope: 'platforms:write',
    params: ofSpace,
    body: jsonBody(newMappings, { maxBytes: 1024 * 1024 }),
    status: 200,
    data: putMappings,
    handle: ({ principal, params, body }) => mappings.put(principal.tenant, params.space, body.mappings, 'api'),
  });

  route({
    method: 'post',
    path: `${root}/:space/upload`,
    id: 'uploadPersonMappings',
    tag: 'people',
    summary: 'Add or change person mappings by a CSV file',
    description:
      'At most 10 MB and 200,000 lines, in UTF-8 or GB18030. The first line names the columns `personId` (工号, 人员编号) and `remoteId` (平台编号). ' +
      'Lines with mistakes are left out and told.',
    scope: 'platforms:write',
    params: ofSpace,
    query: z.strictObject({
      dryRun: z.enum(['true', 'false']).default('false').meta({ description: 'Only say what would come of it.' }),
    }),
    body: csvBody(mostBytes),
    status: 200,
    data: uploadedMappings,
    handle: ({ principal, params, query, body }) =>
      mappings.upload(principal.tenant, params.space, body, query.dryRun === 'true').map(showUpload),
  });

  route({
    method: 'post',
    path: `${root}/:space/remove`,
    id: 'removePersonMappings',
    tag: 'people',
    summary: 'Forget person mappings',
    description: 'What is shown to these people stays, and is still finished and withdrawn.',
    scope: 'platforms:write',
    params: ofSpace,
    body: jsonBody(gonePeople),
    status: 200,
    data: removed,
    handle: ({ principal, params, body }) =>
      mappings.remove(principal.tenant, params.space, body.personIds).map((count) => ({ removed: count })),
  });

  download({
    path: `${root}/:space/export`,
    id: 'exportPersonMappings',
    tag: 'people',
    summary: 'Person mappings of a space as a CSV file that can be uploaded again',
    scope: 'platforms:read',
    params: ofSpace,
    contentType: 'text/csv',
    open: ({ principal, params }) =>
      mappings.exportPage(principal.tenant, params.space, null).map((first) => ({
        fileName: `person-mappings-${params.space}.csv`,
        text: pagesOf(mappings, principal.tenant, params.space, first),
      })),
  });
};
