import { compareCodePoints } from '../../work/code-point-order.ts';
import type { Instant } from '../../ports/instant.ts';
import type { AssigneeState, Person } from '../model.ts';

type State = AssigneeState['state'];

/** Keeps `since` when nothing changes, so that saying the same twice is saying it once. */
export const become = (assignee: AssigneeState, state: State, at: Instant): AssigneeState =>
  assignee.state === state ? assignee : { ...assignee, state, since: at };

const samePerson = (a: Person, b: Person): boolean =>
  a.id === b.id && a.name === b.name && a.department === b.department;

/** Adds whom it does not know yet, as `state`, and takes over names and departments; nobody's state changes. */
export const withPeople = (
  assignees: readonly AssigneeState[],
  people: readonly Person[],
  state: State,
  at: Instant,
): readonly AssigneeState[] => {
  const byId = new Map(assignees.map((assignee) => [assignee.person.id, assignee]));
  let grew = false;
  for (const person of people) {
    const known = byId.get(person.id);
    grew ||= known === undefined;
    if (known === undefined) byId.set(person.id, { person, state, since: at });
    else if (!samePerson(known.person, person)) byId.set(person.id, { ...known, person });
  }
  const all = [...byId.values()];
  return grew ? all.sort((a, b) => compareCodePoints(a.person.id, b.person.id)) : all;
};

/** Moves everybody to the state that `next` says. */
export const moveAll = (
  assignees: readonly AssigneeState[],
  at: Instant,
  next: (assignee: AssigneeState) => State,
): readonly AssigneeState[] => assignees.map((assignee) => become(assignee, next(assignee), at));

/** Makes `people` the full set: its members open, all others withdrawn; who is done stays so. */
export const assign = (
  assignees: readonly AssigneeState[],
  people: readonly Person[],
  at: Instant,
): readonly AssigneeState[] => {
  const ids = new Set(people.map((person) => person.id));
  return moveAll(withPeople(assignees, people, 'open', at), at, ({ person, state }) =>
    state === 'done' ? 'done' : ids.has(person.id) ? 'open' : 'withdrawn',
  );
};

/** Nobody is open in a task that is not. */
export const withdrawOpen = (assignees: readonly AssigneeState[], at: Instant): readonly AssigneeState[] =>
  moveAll(assignees, at, ({ state }) => (state === 'open' ? 'withdrawn' : state));

export const isCurrent = (assignee: AssigneeState): boolean => assignee.state !== 'withdrawn';
