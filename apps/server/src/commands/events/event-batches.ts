import { at, listAt } from '../../cli/read-path.ts';
import type { JsonDocument } from '../../cli/json-documents.ts';

/** An event, and where it stands. */
export interface PlacedEvent {
  readonly file: string;
  readonly line: number;
  readonly event: unknown;
}

export interface EventBatch {
  readonly batch: readonly PlacedEvent[];
  /** How far the file has been read. */
  readonly readBytes: number;
}

const most = 100;
/** Below what a server takes in one request. */
const mostBytes = 3 * 1024 * 1024;

const eventsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(at(value, 'events')) && at(value, 'eventId') === undefined ? listAt(value, 'events') : [value];

/** Puts events together to be sent, up to a hundred at a time. */
export const eventBatches = async function* (
  documents: AsyncIterable<JsonDocument>,
  file: string,
): AsyncGenerator<EventBatch> {
  let batch: PlacedEvent[] = [];
  let bytes = 0;
  let readBytes = 0;
  for await (const { line, value, readBytes: read } of documents) {
    readBytes = read;
    for (const event of eventsOf(value)) {
      const size = Buffer.byteLength(JSON.stringify(event));
      if (batch.length > 0 && (batch.length === most || bytes + size > mostBytes)) {
        yield { batch, readBytes };
        batch = [];
        bytes = 0;
      }
      batch.push({ file, line, event });
      bytes += size;
    }
  }
  if (batch.length > 0) yield { batch, readBytes };
};
