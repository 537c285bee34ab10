import type { EngineEvent } from '@portico/core/workflow';
import type { OutsideEvent } from '../../apps/server/src/testing/engine-history.ts';

const instants = new Set(['occurredAt', 'startedAt', 'endedAt', 'createdAt', 'dueAt']);

const told = (value: unknown, name: string): unknown => {
  if (typeof value === 'number' && instants.has(name)) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((entry) => told(entry, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([field, inner]) => [field, told(inner, field)]),
  );
};

/** An event as an engine sends it: instants as text, and what is not known left out. */
export const outsideForm = (event: EngineEvent): OutsideEvent => told(event, '') as OutsideEvent;
