import type { ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { EngineEvent } from './model.ts';
import { parseEngineEvent, type WorkflowSchemas } from './schemas.ts';
import type { IgnoredEvent, RecordReport, Workflow } from './workflow.ts';

const eventIdOf = (input: unknown): string | null => {
  const eventId = typeof input === 'object' && input !== null && 'eventId' in input ? input.eventId : null;
  return typeof eventId === 'string' && eventId.length <= 128 ? eventId.toWellFormed() : null;
};

/**
 * Parses events as they came from outside and records those that can be read; the others are in the report, with the first thing
 * that is wrong with each. Places in the report count within `inputs`, and so do `traces`.
 */
export const receiveEvents = (
  workflow: Pick<Workflow, 'recordEngineEvents'>,
  schemas: WorkflowSchemas,
  tenant: string,
  inputs: readonly unknown[],
  traces: readonly (string | null)[] = [],
): ResultAsync<RecordReport, StoreFailure> => {
  const unreadable: IgnoredEvent[] = [];
  const events: EngineEvent[] = [];
  const places: number[] = [];
  for (const [index, input] of inputs.entries()) {
    parseEngineEvent(input, schemas).match(
      (event) => {
        events.push(event);
        places.push(index);
      },
      (issues) => {
        const { pointer, message } = issues[0] ?? { pointer: '', message: 'cannot be read' };
        unreadable.push({ index, eventId: eventIdOf(input), code: 'EVENT_INVALID', pointer, message });
      },
    );
  }
  const tracesOf = traces.length === 0 ? [] : places.map((place) => traces[place] ?? null);
  return workflow.recordEngineEvents(tenant, events, tracesOf).map((report) => ({
    ...report,
    ignored: [
      ...unreadable,
      ...report.ignored.map((ignored) => ({ ...ignored, index: places[ignored.index] ?? ignored.index })),
    ].sort((a, b) => a.index - b.index),
  }));
};
