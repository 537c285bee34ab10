import { err, errAsync, ok, safeTry } from 'neverthrow';
import { boundedLimit, type TaskCenterContext } from './context.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { idIssue, mappingCsvHeader, writeMappingCsv } from './person-mapping-csv.ts';
import type { PersonMapping } from './person-mapping.ts';
import type { PersonMappings } from './person-mappings.ts';
import { personSpaceOf } from './person-space.ts';
import { invalid } from './problems.ts';
import { putMappings, spaceIssue } from './put-mappings.ts';
import type { Invalid } from './task-center.ts';
import { createUploadMappings } from './upload-mappings.ts';

const mostAtOnce = 1_000;

const entriesIssue = (entries: readonly Pick<PersonMapping, 'personId' | 'remoteId'>[]): Invalid | null => {
  if (entries.length === 0 || entries.length > mostAtOnce)
    return invalid('/mappings', `must hold 1 to ${mostAtOnce} mappings, has ${entries.length}`);
  for (const [index, entry] of entries.entries()) {
    for (const name of ['personId', 'remoteId'] as const) {
      const message = idIssue(name, entry[name]);
      if (message !== null) return invalid(`/mappings/${index}/${name}`, message);
    }
  }
  return null;
};

/** The use cases of person mappings. */
export const createPersonMappings = (context: TaskCenterContext): PersonMappings => {
  const { transactor, doorbell, registry } = context;
  return {
    put: (tenant, space, entries, source) => {
      const issue = spaceIssue(space) ?? entriesIssue(entries);
      if (issue !== null) return errAsync(issue);
      const sourced = entries.map(({ personId, remoteId }) => ({ personId, remoteId, source }));
      return transactor
        .run((stores) => putMappings(stores, context, tenant, space, sourced))
        .map(({ rings, ...report }) => {
          doorbell.ring(rings);
          return report;
        });
    },

    upload: createUploadMappings(context),

    remove: (tenant, space, personIds) => {
      const issue =
        spaceIssue(space) ??
        (personIds.length === 0 || personIds.length > mostAtOnce
          ? invalid('/personIds', `must hold 1 to ${mostAtOnce} ids, has ${personIds.length}`)
          : null);
      if (issue !== null) return errAsync(issue);
      // What is shown keeps the ids that it is shown under, so nothing has to be looked at.
      return transactor
        .run(({ personMappings }) => personMappings.remove(tenant, space, personIds))
        .map((gone) => gone.length);
    },

    list: (tenant, space, text, cursor, limit) =>
      safeTry(async function* () {
        const issue = spaceIssue(space);
        if (issue !== null) return err(issue);
        const after = (yield* readCursor(cursor, 1))?.[0] ?? null;
        const wanted = boundedLimit(limit);
        const items = yield* transactor.run(({ personMappings }) =>
          personMappings.list(tenant, space, text, after, wanted),
        );
        const last = items.length < wanted ? undefined : items.at(-1);
        return ok({ items, nextCursor: last === undefined ? null : writeCursor(last.personId) });
      }),

    spaces: (tenant) =>
      transactor.run((stores) =>
        safeTry(async function* () {
          const counts = new Map(
            (yield* stores.personMappings.count(tenant)).map(({ space, count }) => [space, count]),
          );
          const platforms = new Map<string, string[]>();
          for (const platform of yield* stores.platforms.list(tenant)) {
            const target = registry.open(platform);
            const space = target.isOk() ? personSpaceOf(platform, target.value) : null;
            if (space !== null) platforms.set(space, [...(platforms.get(space) ?? []), platform.code]);
          }
          return ok(
            [...new Set([...counts.keys(), ...platforms.keys()])]
              .toSorted()
              .map((space) => ({ space, count: counts.get(space) ?? 0, platforms: platforms.get(space) ?? [] })),
          );
        }),
      ),

    exportPage: (tenant, space, after) =>
      safeTry(async function* () {
        const issue = spaceIssue(space);
        if (issue !== null) return err(issue);
        const page = yield* transactor.run(({ personMappings }) =>
          personMappings.list(tenant, space, null, after, mostAtOnce),
        );
        return ok({
          text: `${after === null ? mappingCsvHeader : ''}${writeMappingCsv(page)}`,
          after: page.length < mostAtOnce ? null : (page.at(-1)?.personId ?? null),
        });
      }),
  };
};
