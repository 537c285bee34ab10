import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { canonicalJson } from '../work/fingerprint.ts';
import type { Person } from '../workflow/model.ts';
import type { Acknowledged, Mirror, MirrorContent } from './mirror.ts';
import { personSpaceOf } from './person-space.ts';
import type { People, PushOperation, PushRefusal, TaskCenterPlatform } from './platform.ts';
import type { Platform, TaskCenterStores } from './ports.ts';

/** Nobody: what platforms get that know people by the engine's ids. */
export const noPeople: People = new Map();

const personIdsOf = ({ instance, tasks }: MirrorContent): readonly string[] => [
  ...(instance.initiator === null ? [] : [instance.initiator.id]),
  ...tasks.flatMap(({ handlers }) => handlers.map(({ person }) => person.id)),
];

/** Looks up everybody in these contents, at once; nothing is asked where a platform needs no mappings. */
export const loadPeople = (
  { personMappings }: Pick<TaskCenterStores, 'personMappings'>,
  platform: Pick<Platform, 'tenant' | 'code' | 'settings'>,
  target: Pick<TaskCenterPlatform, 'capabilities'>,
  contents: readonly MirrorContent[],
): ResultAsync<People, StoreFailure> => {
  const space = personSpaceOf(platform, target);
  const ids = space === null ? [] : [...new Set(contents.flatMap(personIdsOf))];
  return space === null || ids.length === 0 ? okAsync(noPeople) : personMappings.find(platform.tenant, space, ids);
};

const shown = ({ people }: Acknowledged): People => (people === undefined ? noPeople : new Map(Object.entries(people)));

/**
 * Under which ids the people of a call go. What is looked up or taken away is addressed to whom it was made for; otherwise the mappings
 * decide, and whoever has none any more keeps the id that they are shown under.
 */
export const peopleOfCall = (
  known: People,
  acknowledged: Acknowledged,
  operation: PushOperation | 'verify',
): People => {
  if (acknowledged.people === undefined) return known;
  const before = shown(acknowledged);
  if (operation === 'withdraw' || operation === 'verify') return new Map([...known, ...before]);
  // A creation is for who somebody is now, or for nobody.
  return acknowledged.state === 'absent' ? known : new Map([...before, ...known]);
};

/** What is to be remembered of the people of a content that was sent: absent where the platform needs no mappings. */
export const rememberedPeople = (
  { capabilities }: Pick<TaskCenterPlatform, 'capabilities'>,
  people: People,
  content: MirrorContent,
): Pick<Acknowledged, 'people'> =>
  capabilities.people === 'own'
    ? {}
    : {
        people: Object.fromEntries(
          personIdsOf(content).flatMap((id) => {
            const remoteId = people.get(id);
            return remoteId === undefined ? [] : [[id, remoteId]];
          }),
        ),
      };

/**
 * What has to be written down before a creation, with the ids that it will go out under. While an earlier creation may have taken effect,
 * its ids are the ones to keep.
 */
export const peopleToNote = (
  target: Pick<TaskCenterPlatform, 'capabilities'>,
  { acknowledged, override }: Pick<Mirror, 'acknowledged' | 'override'>,
  content: MirrorContent,
  known: People,
  uncertain: boolean,
): Readonly<Record<string, string>> | null => {
  if (acknowledged.state !== 'absent' || override !== null || (uncertain && acknowledged.people !== undefined))
    return null;
  const { people } = rememberedPeople(target, known, content);
  return people === undefined || canonicalJson(people) === canonicalJson(acknowledged.people ?? null) ? null : people;
};

/** Whether an object of one person was made for another id of theirs: an update would not reach who they are now. */
export const hasMoved = ({ ref, acknowledged }: Pick<Mirror, 'ref' | 'acknowledged'>, known: People): boolean => {
  if (ref.assigneeId === null) return false;
  const [before, now] = [shown(acknowledged).get(ref.assigneeId), known.get(ref.assigneeId)];
  return before !== undefined && now !== undefined && before !== now;
};

const refusal = ({ id, name }: Person, pointer: string, space: string): PushRefusal => ({
  code: 'REFUSED',
  pointer: `${pointer}/person/remoteId`,
  message: `${name === id ? id : `${name} (${id})`} is not mapped in the space "${space}"; it is pushed as soon as there is a mapping`,
});

/**
 * Why a content cannot be shown yet: somebody who has to see it has no id there. Of an object of several people, those who have finished
 * may lack one: what is shown of them is not for them.
 */
export const unmappedRefusal = (
  { ref, tasks }: MirrorContent,
  people: People,
  space: string | null,
): PushRefusal | null => {
  if (space === null) return null;
  for (const [at, task] of tasks.entries()) {
    const of = ref.unit === 'instance' ? `/tasks/${at}` : '/task';
    for (const [index, { person, state }] of task.handlers.entries()) {
      if (people.has(person.id) || (state === 'done' && ref.unit !== 'assignee')) continue;
      return refusal(person, ref.unit === 'assignee' ? '/handler' : `${of}/handlers/${index}`, space);
    }
  }
  return null;
};
