import type { EngineEvent, IgnoredEvent, Workflow } from '@portico/core/workflow';
import { parseEngineEvent, receiveEvents, workflowLimits } from '@portico/core/workflow';
import { err, errAsync, ok, type Result } from 'neverthrow';
import type { z } from 'zod';
import type { BodyReader } from '../api/body-reader.ts';
import type { Routes } from '../api/route.ts';
import type { WorkflowInput } from '../body/workflow-input.ts';
import { toFailure, type Failure } from '../problems/failure.ts';
import { fieldText } from '../problems/language.ts';
import type { Language } from '../problems/problems.ts';
import { eventsBody } from '../schemas/requests.ts';
import { recordReport } from '../schemas/workflow.ts';

type ReadEvents =
  | { readonly kind: 'one'; readonly event: EngineEvent }
  | { readonly kind: 'batch'; readonly inputs: readonly unknown[] };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const read = (value: unknown, language: Language, { schemas }: WorkflowInput): Result<ReadEvents, Failure> => {
  if (!isObject(value)) {
    return err({ problem: 'INVALID', details: [{ pointer: '', message: fieldText('body-object', language) }] });
  }
  if (!Object.hasOwn(value, 'events')) {
    return parseEngineEvent(value, schemas)
      .map((event): ReadEvents => ({ kind: 'one', event }))
      .mapErr((details): Failure => ({ problem: 'EVENT_INVALID', details }));
  }
  const inputs: unknown = value['events'];
  if (!Array.isArray(inputs)) {
    return err({ problem: 'INVALID', details: [{ pointer: '/events', message: fieldText('events-array', language) }] });
  }
  const limit = workflowLimits.eventsPerRequest;
  if (inputs.length <= limit) return ok({ kind: 'batch', inputs });
  const details = [{ pointer: '/events', message: `${inputs.length} > ${limit}` }];
  return err({ problem: 'BATCH_TOO_LARGE', parameters: { limit, given: inputs.length }, details });
};

const reader: BodyReader<ReadEvents> = { schema: eventsBody, required: true, maxBytes: null, texts: 'unchecked', read };

/** A bad event alone is the request's own fault; one that is merely too old is not. */
const refusalOf = (ignored: IgnoredEvent | undefined): Failure | null =>
  ignored === undefined || ignored.code === 'EVENT_TOO_OLD'
    ? null
    : { problem: ignored.code, details: [{ pointer: ignored.pointer, message: ignored.message }] };

/** What engines report. */
export const addEventRoutes = ({ route }: Routes, workflow: Pick<Workflow, 'recordEngineEvents'>): void => {
  route({
    method: 'post',
    path: '/task-center/events',
    id: 'recordEvents',
    tag: 'events',
    summary: 'Take in what an engine reports',
    description:
      'One event, or `{"events": […]}` with up to 1,000. In a batch a bad event is named in `ignored` and the others go ' +
      'through; a bad event alone is answered with 400. Repeating an event changes nothing.',
    scope: 'events:write',
    body: reader,
    status: 202,
    data: recordReport,
    problems: [
      'EVENT_INVALID',
      'EVENT_ID_REUSED',
      'EVENT_IN_FUTURE',
      'TASK_OF_OTHER_INSTANCE',
      'INSTANCE_FULL',
      'BATCH_TOO_LARGE',
    ],
    handle({ principal: { tenant }, body, input }) {
      const recorded =
        body.kind === 'one'
          ? workflow.recordEngineEvents(tenant, [body.event])
          : receiveEvents(workflow, input.schemas, tenant, body.inputs);
      return recorded.mapErr(toFailure).andThen(({ accepted, duplicates, ignored, todos }) => {
        const refusal = body.kind === 'one' ? refusalOf(ignored[0]) : null;
        if (refusal !== null) return errAsync(refusal);
        const report: z.input<typeof recordReport> = { accepted, duplicates, ignored: [...ignored], todos };
        return ok(report);
      });
    },
  });
};
