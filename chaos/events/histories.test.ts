import { createWorkflowSchemas, parseEngineEvent } from '@portico/core/workflow';
import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { arrivalsOf, roundEvents } from './histories.ts';

const now = Date.UTC(2026, 10, 22);
const idOf = (event: Record<string, unknown>): string =>
  JSON.stringify([event['source'] ?? 'engine', event['eventId']]);

test('MUST make valid events, each of its own id, of every action, the same for the same seed', () => {
  const schemas = createWorkflowSchemas('Asia/Shanghai');
  const rounds = [1, 2].flatMap((round) => roundEvents(400, round, createRandom(9), now));
  expect(rounds.length).toBeGreaterThanOrEqual(800);
  expect(new Set(rounds.map(idOf)).size).toBe(rounds.length);
  const parsed = rounds.map((event) => parseEngineEvent(event, schemas)._unsafeUnwrap());
  expect(new Set(parsed.map(({ action }) => action)).size).toBe(9);
  expect(roundEvents(400, 1, createRandom(9), now)).toEqual(rounds.slice(0, rounds.length / 2));
});

test('MUST let nothing of one round be about an instance or a task of another', () => {
  const namesIn = (round: number): ReadonlySet<string> =>
    new Set(JSON.stringify(roundEvents(200, round, createRandom(3), now)).match(/\bS-[\w-]+/gu));
  const first = namesIn(1);
  expect([...namesIn(2)].filter((name) => first.has(name))).toEqual([]);
});

test('MUST send every event once at least, some twice, by both ways, alone and in batches', () => {
  const events = roundEvents(300, 1, createRandom(5), now);
  const arrivals = arrivalsOf(events, createRandom(6));
  const sent = arrivals.flatMap((arrival) => arrival.events.map(idOf));
  expect(new Set(sent)).toEqual(new Set(events.map(idOf)));
  expect(sent.length).toBe(events.length + Math.floor(events.length / 2));
  expect(new Set(arrivals.map(({ way }) => way)).size).toBe(2);
  expect(arrivals.some((arrival) => arrival.events.length === 1)).toBe(true);
  expect(arrivals.some((arrival) => arrival.events.length > 1)).toBe(true);
});
