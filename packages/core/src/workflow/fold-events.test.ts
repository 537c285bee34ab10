import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../work/fingerprint.ts';
import { arbitraryEngineHistory } from '../testing/workflow/arbitrary-engine-history.ts';
import { compareEvents } from './event-order.ts';
import { applyEvent, foldEvents, unknownInstance } from './fold-events.ts';
import type { EngineEvent, InstanceState } from './model.ts';

const history = arbitraryEngineHistory({ instances: 1, assertions: true, maxEvents: 25 });
const fold = (events: readonly EngineEvent[]): InstanceState => foldEvents('default', 'S-1', events);
const runs = { numRuns: 400 };

describe('The fold of a set of events', () => {
  test('MUST NOT depend on the order of arrival', () => {
    const property = fc.property(
      history.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length })),
      ),
      ([events, shuffled]) => {
        expect(canonicalJson(fold(shuffled))).toBe(canonicalJson(fold(events)));
      },
    );
    fc.assert(property, runs);
  });

  test('MUST be what its events make of the unknown instance one after another', () => {
    const property = fc.property(history, fc.nat(25), (events, cut) => {
      const ordered = events.toSorted(compareEvents);
      const early = ordered.slice(0, cut).reduce(applyEvent, unknownInstance('default', 'S-1'));
      expect(early).toEqual(fold(ordered.slice(0, cut)));
      expect(ordered.slice(cut).reduce(applyEvent, early)).toEqual(fold(events));
    });
    fc.assert(property, runs);
  });

  test('MUST keep a deleted instance deleted, and nobody with a to-do in it', () => {
    const deleting = arbitraryEngineHistory({ instances: 1, assertions: true, deletions: 10 });
    const property = fc.property(deleting, (events) => {
      const state = fold(events);
      expect(state.deleted).toBe(events.some(({ action }) => action === 'delete'));
      if (!state.deleted) return;
      expect(state.status).not.toBe('running');
      expect(state.tasks.flatMap((task) => task.assignees).filter((one) => one.state !== 'withdrawn')).toEqual([]);
      expect(state.tasks.filter((task) => task.status === 'initialized')).toEqual([]);
    });
    fc.assert(property, runs);
  });

  test('MUST have open assignees in open tasks only, and open tasks in running instances only', () => {
    const property = fc.property(history, (events) => {
      const state = fold(events);
      for (const task of state.tasks) {
        if (task.status !== 'initialized') expect(task.assignees.map((one) => one.state)).not.toContain('open');
        else expect(state.status).toBe('running');
        expect(task.finishedAt === null).toBe(task.status === 'initialized');
        expect(task.history.at(-1)?.status).toBe(task.status);
        expect(task.history.slice(0, -1).map((span) => span.status)).not.toContain('initialized');
      }
      expect(state.endedAt === null).toBe(state.status === 'running');
    });
    fc.assert(property, runs);
  });

  test('MUST change nothing when the same assertion comes again later', () => {
    const property = fc.property(history, fc.nat(60_000), (events, later) => {
      const last = events.findLast(({ action }) => action === 'assert');
      fc.pre(last !== undefined);
      const latest = Math.max(...events.map(({ occurredAt }) => occurredAt)) + 1;
      const told = applyEvent(fold(events), { ...last, eventId: 'told', occurredAt: latest });
      const again = applyEvent(told, { ...last, eventId: 'again', occurredAt: latest + later + 1 });
      expect({ ...again, lastEvent: null, eventCount: 0 }).toEqual({ ...told, lastEvent: null, eventCount: 0 });
    });
    fc.assert(property, runs);
  });
});

describe('The order of events', () => {
  test('MUST be total and transitive, whoever carries a sequence', () => {
    const property = fc.property(arbitraryEngineHistory({ seconds: 1, minEvents: 3 }), ([a, b, c]) => {
      fc.pre(a !== undefined && b !== undefined && c !== undefined);
      expect(Math.sign(compareEvents(a, b))).toBe(-Math.sign(compareEvents(b, a)) + 0);
      expect(compareEvents(a, b)).not.toBe(0);
      if (compareEvents(a, b) < 0 && compareEvents(b, c) < 0) expect(compareEvents(a, c)).toBeLessThan(0);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
