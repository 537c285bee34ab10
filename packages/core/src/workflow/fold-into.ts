import { canonicalJson } from '../work/fingerprint.ts';
import { compareEvents, compareOrders, orderOf } from './event-order.ts';
import { applyEvent, foldEvents, unknownInstance } from './fold-events.ts';
import type { EngineEvent, InstanceState, TaskState } from './model.ts';

/** Whether some of the events come before what the state is made of, so that the stored events are needed to fold them in. */
export const needsLog = (before: InstanceState | null, added: readonly EngineEvent[]): boolean => {
  const last = before?.lastEvent ?? null;
  return last !== null && added.some((event) => compareOrders(orderOf(event), last) < 0);
};

const identity = (event: EngineEvent): string => JSON.stringify([event.source, event.eventId]);

const applyAll = (state: InstanceState, events: readonly EngineEvent[]): InstanceState =>
  events.toSorted(compareEvents).reduce(applyEvent, state);

/**
 * The state with these events in it. `log` is what is stored of the instance, with or without the added ones; it is looked at only
 * when `needsLog`. Where part of it has been pruned, late events are applied last: the instance was over long ago.
 */
export const foldInto = (
  tenant: string,
  id: string,
  before: InstanceState | null,
  added: readonly EngineEvent[],
  log: readonly EngineEvent[],
): InstanceState => {
  if (before === null) return foldEvents(tenant, id, added);
  if (!needsLog(before, added)) return applyAll(before, added);
  const all = new Map([...log, ...added].map((event) => [identity(event), event]));
  if (all.size === before.eventCount + added.length) {
    return { ...foldEvents(tenant, id, [...all.values()]), version: before.version };
  }
  const after = applyAll(before, added);
  const last = before.lastEvent;
  const keepsLast = last !== null && after.lastEvent !== null && compareOrders(last, after.lastEvent) > 0;
  return keepsLast ? { ...after, lastEvent: last } : after;
};

const sameTasks = (a: readonly TaskState[], b: readonly TaskState[]): boolean =>
  a.length === b.length &&
  a.every((task, index) => task === b[index] || canonicalJson(task) === canonicalJson(b[index]));

/** Whether two states say the same, however many events it took. */
export const sameContent = (a: InstanceState, b: InstanceState): boolean => {
  const facts = ({ tasks: _tasks, lastEvent: _last, eventCount: _count, version: _version, ...rest }: InstanceState) =>
    rest;
  return canonicalJson(facts(a)) === canonicalJson(facts(b)) && sameTasks(a.tasks, b.tasks);
};

/** Drops the events that would change nothing, so that telling the same again does not grow the log. */
export const changingEvents = (
  tenant: string,
  id: string,
  before: InstanceState | null,
  candidates: readonly EngineEvent[],
  log: readonly EngineEvent[],
): readonly EngineEvent[] => {
  if (needsLog(before, candidates)) {
    // In the middle of a log the events decide together; telling them apart would fold it once for each.
    const after = foldInto(tenant, id, before, candidates, log);
    return before !== null && sameContent(before, after) ? [] : candidates;
  }
  let state = before ?? unknownInstance(tenant, id);
  return candidates.toSorted(compareEvents).filter((event) => {
    const next = applyEvent(state, event);
    if (sameContent(state, next)) return false;
    state = next;
    return true;
  });
};
