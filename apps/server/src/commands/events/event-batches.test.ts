import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonDocument } from '../../cli/json-documents.ts';
import { eventBatches } from './event-batches.ts';

const documents = async function* (values: readonly unknown[]): AsyncGenerator<JsonDocument> {
  for (const [index, value] of values.entries()) yield { line: index + 1, readBytes: index, value };
};

const batchesOf = async (values: readonly unknown[]) => {
  const found = [];
  for await (const { batch } of eventBatches(documents(values), 'file')) found.push(batch);
  return found;
};

test('MUST keep every event in its order with its line, a hundred at most in a batch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(250), { maxLength: 5 }), async (sizes) => {
      const values = sizes.map((size, file) => ({
        events: Array.from({ length: size }, (_, index) => ({ eventId: `${file}-${index}` })),
      }));
      const batches = await batchesOf(values);
      expect(batches.every((batch) => batch.length <= 100 && batch.length > 0)).toBe(true);
      expect(batches.slice(0, -1).every((batch) => batch.length === 100)).toBe(true);
      expect(batches.flat().map(({ event, line }) => [event, line])).toEqual(
        values.flatMap(({ events }, index) => events.map((event) => [event, index + 1])),
      );
    }),
  );
});

test('MUST take an event that has a member "events" of its own as one event', async () => {
  expect(await batchesOf([{ eventId: 'e', events: [] }])).toHaveLength(1);
});

test('MUST keep batches below what a server takes in one request', async () => {
  const large = { text: 'x'.repeat(1_000_000) };
  expect((await batchesOf([large, large, large, large])).map((batch) => batch.length)).toEqual([3, 1]);
});
