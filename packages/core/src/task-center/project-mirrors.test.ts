import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { compareCodePoints } from '../work/code-point-order.ts';
import { compareEvents } from '../workflow/event-order.ts';
import { foldEvents } from '../workflow/fold-events.ts';
import type { EngineEvent, InstanceState } from '../workflow/model.ts';
import { changedMirrors } from './changed-mirrors.ts';
import { changedTodos } from './changed-todos.ts';
import { mirrorKey, parseMirrorKey } from './mirror-key.ts';
import type { MirrorUnit } from './mirror.ts';
import { desiredMirror, fullContent, mirrorRefsOf, projectMirrors } from './project-mirrors.ts';
import { defaultRules, routeFor, type Route } from './route.ts';
import { todosOf } from './todos-of.ts';

const everybody: Route = () => true;
const units: readonly MirrorUnit[] = ['assignee', 'task', 'instance'];

const foldOf = (events: readonly EngineEvent[]): InstanceState => ({
  ...foldEvents('default', 'S-1', events.toSorted(compareEvents)),
  version: 7,
});

const history = arbitraryEngineHistory({ instances: 1, assertions: true, minEvents: 1, maxEvents: 14 });

test('MUST want an object for a person exactly where their to-do is open or done', () => {
  fc.assert(
    fc.property(history, (events) => {
      const instance = foldOf(events);
      for (const todo of todosOf(instance)) {
        const desired = desiredMirror(
          instance,
          { unit: 'assignee', instanceId: 'S-1', taskId: todo.taskId, assigneeId: todo.assignee.id },
          everybody,
        );
        expect(desired.state).toBe(todo.state === 'withdrawn' ? 'absent' : todo.state);
      }
    }),
  );
});

test('MUST close a task when nobody has it open, and an instance when it is over', () => {
  fc.assert(
    fc.property(history, (events) => {
      const instance = foldOf(events);
      for (const { ref, desired } of projectMirrors(instance, ['task', 'instance'], everybody).values()) {
        if (desired.state === 'absent') continue;
        const handlers = desired.content.tasks.flatMap((task) => task.handlers);
        expect(handlers.length).toBeGreaterThan(0);
        const open =
          handlers.some(({ state }) => state === 'open') || (ref.unit === 'instance' && instance.status === 'running');
        expect(desired.state).toBe(open ? 'open' : 'done');
      }
    }),
  );
});

test('MUST want nothing of a deleted instance, and still say what to take away', () => {
  fc.assert(
    fc.property(history, (events) => {
      const instance = { ...foldOf(events), deleted: true };
      for (const ref of mirrorRefsOf(instance, units)) {
        expect(desiredMirror(instance, ref, everybody)).toEqual({ state: 'absent' });
        const emptied = { ...instance, tasks: instance.tasks.map((task) => ({ ...task, assignees: [] })) };
        for (const state of [instance, emptied, { ...instance, tasks: [] }]) {
          const { tasks } = fullContent(state, ref);
          if (ref.unit !== 'instance') expect(tasks.map(({ id }) => id)).toEqual([ref.taskId]);
          if (ref.unit === 'assignee')
            expect(tasks[0]?.handlers.map(({ person }) => person.id)).toEqual([ref.assigneeId]);
        }
        expect(parseMirrorKey(mirrorKey(ref))).toEqual(ref);
      }
      expect(todosOf(instance).every(({ state }) => state === 'withdrawn')).toBe(true);
    }),
  );
});

test('MUST find exactly the mirrors and to-dos that a change made different', () => {
  fc.assert(
    fc.property(history, fc.nat(), (events, cut) => {
      const [before, after] = [foldOf(events.slice(0, cut % events.length)), foldOf(events)];
      const known = cut % events.length === 0 ? null : before;
      const [was, is] = [
        known === null ? new Map() : projectMirrors(known, units, everybody),
        projectMirrors(after, units, everybody),
      ];
      const expected = [...new Set([...was.keys(), ...is.keys()])].filter(
        (key) =>
          JSON.stringify(was.get(key)?.desired ?? { state: 'absent' }) !==
          JSON.stringify(is.get(key)?.desired ?? { state: 'absent' }),
      );
      const change = { before: known, after, events };
      expect([...changedMirrors(change, units, everybody).keys()].toSorted(compareCodePoints)).toEqual(
        expected.toSorted(compareCodePoints),
      );
      const merged = new Map(
        (known === null ? [] : todosOf(known)).map((todo) => [`${todo.taskId} ${todo.assignee.id}`, todo]),
      );
      for (const { todo } of changedTodos(change)) merged.set(`${todo.taskId} ${todo.assignee.id}`, todo);
      for (const todo of todosOf(after)) {
        const key = `${todo.taskId} ${todo.assignee.id}`;
        expect(merged.get(key)).toMatchObject({ ...todo, version: expect.any(Number) as number });
        merged.delete(key);
      }
      // Whoever a late event has made the workflow forget.
      expect([...merged.values()].every(({ state }) => state === 'withdrawn')).toBe(true);
    }),
  );
});

test('MUST let the first enabled rule that covers a platform and matches decide', () => {
  const facts = { processId: 'leave', category: 'questionnaire', sceneCode: null, taskType: null, personId: 'T001' };
  const [exclude] = defaultRules;
  if (exclude === undefined) throw new Error('no rule');
  const push = {
    ...exclude,
    id: 'vip',
    effect: 'push' as const,
    platforms: ['p'],
    match: { ...exclude.match, personIds: ['T001'] },
  };
  expect(routeFor([], 'p')(facts)).toBe(true);
  expect(routeFor(defaultRules, 'p')(facts)).toBe(false);
  expect(routeFor(defaultRules, 'p')({ ...facts, category: null })).toBe(true);
  expect(routeFor([push, exclude], 'p')(facts)).toBe(true);
  expect(routeFor([push, exclude], 'q')(facts)).toBe(false);
  expect(routeFor([push, exclude], 'p')({ ...facts, personId: 'T002' })).toBe(false);
  expect(routeFor([{ ...exclude, enabled: false }], 'p')(facts)).toBe(true);
});
