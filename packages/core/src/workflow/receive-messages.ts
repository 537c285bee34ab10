import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StoreFailure } from '../ports/store-failure.ts';
import { workflowLimits } from './model.ts';
import { readMessage, type MessageRejection, type ReadMessage } from './read-message.ts';
import { receiveEvents } from './receive-events.ts';
import type { WorkflowSchemas } from './schemas.ts';
import type { Workflow } from './workflow.ts';

/** A message of an engine, as a broker hands it over. */
export interface EngineMessage {
  /** JSON in UTF-8: one event, or an array of up to 1,000. */
  readonly body: Uint8Array;
  readonly tenant: string;
  /** W3C `traceparent` of what led to it; none is as good as null. */
  readonly trace?: string | null;
}

/** An event that was left out while the others of its message went in. */
export interface RejectedEvent extends MessageRejection {
  /** The event alone, as JSON. */
  readonly body: string;
}

/** What is to become of a message. */
export type MessageVerdict =
  /** It is stored, but for these events. */
  | { readonly kind: 'taken'; readonly rejected: readonly RejectedEvent[] }
  /** None of it is stored, and trying again would not help. */
  | ({ readonly kind: 'rejected' } & MessageRejection)
  /** The store is away: try again. Some of it may be stored already, which does no harm. */
  | { readonly kind: 'later'; readonly reason: string };

export interface ReceiveMessagesDependencies {
  readonly workflow: Pick<Workflow, 'recordEngineEvents'>;
  /** How a tenant's events are read; null when there is no such tenant. */
  readonly schemasOf: (tenant: string) => ResultAsync<WorkflowSchemas | null, StoreFailure>;
}

/** A message that could be read, and its place among those given. */
interface Placed extends ReadMessage {
  readonly place: number;
  readonly trace: string | null;
}

const unstorable: MessageRejection = {
  code: 'EVENT_UNSTORABLE',
  pointer: '',
  message: 'The store does not take this event.',
};

const later = ({ code, message }: StoreFailure): MessageVerdict => ({ kind: 'later', reason: `${code}: ${message}` });

const rejected = ({ code, pointer, message }: MessageRejection): MessageVerdict => ({
  kind: 'rejected',
  code,
  pointer,
  message,
});

/** Whole messages, of at most 1,000 events together. */
const chunksOf = (messages: readonly Placed[]): readonly (readonly Placed[])[] => {
  const chunks: Placed[][] = [];
  let room = 0;
  for (const message of messages) {
    if (message.events.length > room || chunks.length === 0) {
      chunks.push([]);
      room = workflowLimits.eventsPerRequest;
    }
    chunks.at(-1)?.push(message);
    room -= message.events.length;
  }
  return chunks;
};

const verdictOf = ({ array, events }: ReadMessage, at: (index: number) => MessageRejection | null): MessageVerdict => {
  const left = events.map((event, index) => ({ event, rejection: at(index) }));
  const [first] = left;
  if (!array && first !== undefined && first.rejection !== null) return rejected(first.rejection);
  return {
    kind: 'taken',
    rejected: left.flatMap(({ event, rejection }) =>
      rejection === null
        ? []
        : [
            {
              body: JSON.stringify(event),
              code: rejection.code,
              pointer: rejection.pointer,
              message: rejection.message,
            },
          ],
    ),
  };
};

/** Records events; answers which were left out, by index. What the store refuses is halved until the culprit stands alone. */
const recordHalving = async (
  workflow: Pick<Workflow, 'recordEngineEvents'>,
  schemas: WorkflowSchemas,
  tenant: string,
  events: readonly unknown[],
  traces: readonly (string | null)[],
): Promise<Result<ReadonlyMap<number, MessageRejection>, StoreFailure>> => {
  const recorded = await receiveEvents(workflow, schemas, tenant, events, traces);
  if (recorded.isOk()) return ok(new Map(recorded.value.ignored.map((ignored) => [ignored.index, ignored])));
  if (recorded.error.code !== 'STORE_DATA') return err(recorded.error);
  if (events.length <= 1) return ok(new Map([[0, unstorable]]));
  const half = Math.ceil(events.length / 2);
  const before = await recordHalving(workflow, schemas, tenant, events.slice(0, half), traces.slice(0, half));
  if (before.isErr()) return before;
  const after = await recordHalving(workflow, schemas, tenant, events.slice(half), traces.slice(half));
  return after.map((found) => new Map([...before.value, ...[...found].map(([at, why]) => [at + half, why] as const)]));
};

/**
 * Takes in what a broker hands over: the messages of a tenant in one transaction of up to 1,000 events. Answers one verdict each, in
 * order, the same however the messages are batched; rejects only for bugs.
 */
export const receiveMessages =
  ({ workflow, schemasOf }: ReceiveMessagesDependencies) =>
  async (messages: readonly EngineMessage[]): Promise<readonly MessageVerdict[]> => {
    const verdicts: MessageVerdict[] = [];
    const byTenant = new Map<string, Placed[]>();
    for (const [place, { body, tenant, trace = null }] of messages.entries()) {
      readMessage(body).match(
        (read) => {
          const placed = { ...read, place, trace };
          const others = byTenant.get(tenant);
          if (others === undefined) byTenant.set(tenant, [placed]);
          else others.push(placed);
        },
        (why) => void (verdicts[place] = rejected(why)),
      );
    }

    let away: StoreFailure | null = null;
    for (const [tenant, own] of byTenant) {
      const schemas: Result<WorkflowSchemas | null, StoreFailure> = away === null ? await schemasOf(tenant) : err(away);
      if (schemas.isErr()) {
        away = schemas.error;
        for (const { place } of own) verdicts[place] = later(away);
        continue;
      }
      if (schemas.value === null) {
        const why = { code: 'TENANT_UNKNOWN', pointer: '', message: 'There is no tenant of this name.' };
        for (const { place } of own) verdicts[place] = rejected(why);
        continue;
      }
      for (const chunk of chunksOf(own)) {
        const events = chunk.flatMap((message) => message.events);
        const traces = chunk.flatMap((message) => message.events.map(() => message.trace));
        const left: Result<ReadonlyMap<number, MessageRejection>, StoreFailure> = away === null
          ? await recordHalving(workflow, schemas.value, tenant, events, traces)
          : err(away);
        // What only lost a race does not speak for the others.
        if (left.isErr() && left.error.code === 'STORE_UNAVAILABLE') away = left.error;
        let start = 0;
        for (const message of chunk) {
          const from = start;
          verdicts[message.place] = left.match(
            (found) => verdictOf(message, (index) => found.get(from + index) ?? null),
            later,
          );
          start += message.events.length;
        }
      }
    }
    return verdicts;
  };
