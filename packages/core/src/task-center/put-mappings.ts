import { ok, safeTry, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { Ring } from '../work/ports.ts';
import type { Stores, TaskCenterContext } from './context.ts';
import { schedulePeople } from './follow-people.ts';
import type { PersonMapping } from './person-mapping.ts';
import type { PutMappings } from './person-mappings.ts';
import { isPersonSpace } from './person-space.ts';
import { invalid } from './problems.ts';
import type { Invalid } from './task-center.ts';

export const spaceIssue = (space: string): Invalid | null =>
  isPersonSpace(space) ? null : invalid('/space', 'must be 1 to 63 characters of a-z, 0-9 and -');

/** Writes mappings and has everything concerned looked at, in one transaction. */
export const putMappings = (
  stores: Stores,
  context: TaskCenterContext,
  tenant: string,
  space: string,
  entries: readonly Pick<PersonMapping, 'personId' | 'remoteId' | 'source'>[],
): ResultAsync<PutMappings & { readonly rings: readonly Ring[] }, StoreFailure> =>
  safeTry(async function* () {
    const people = [...new Set(entries.map(({ personId }) => personId))];
    const before = yield* stores.personMappings.find(tenant, space, people);
    const changed = yield* stores.personMappings.put(tenant, space, entries);
    const rings = yield* schedulePeople(stores, context, tenant, space, changed);
    const added = changed.filter((personId) => !before.has(personId)).length;
    return ok({ added, changed: changed.length - added, unchanged: people.length - changed.length, rings });
  });
