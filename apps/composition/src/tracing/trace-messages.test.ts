import { AsyncLocalStorage } from 'node:async_hooks';
import { createRecordingTracer } from '@portico/core/testing';
import type { EngineMessage, MessageVerdict } from '@portico/core/workflow';
import { describe, expect, test } from 'vitest';
import { traceMessages } from './trace-messages.ts';

const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const body = new TextEncoder().encode('{}');
const messages: readonly EngineMessage[] = [
  { body, tenant: 'one', trace },
  { body, tenant: 'two' },
];

describe('Messages that are traced', () => {
  test('MUST each be a span below its sender, and hand on that span', async () => {
    const tracer = createRecordingTracer(new AsyncLocalStorage<object>());
    const verdicts: readonly MessageVerdict[] = [
      { kind: 'taken', rejected: [] },
      { kind: 'later', reason: 'away' },
    ];
    let handed: readonly EngineMessage[] = [];
    const receive = traceMessages(tracer, async (given) => {
      handed = given;
      return verdicts;
    });
    expect(await receive(messages)).toBe(verdicts);
    const [first, second] = tracer.begun();
    expect(handed.map((message) => message.trace)).toEqual(
      [first, second].map((span) => `00-${span?.traceId}-${span?.spanId}-01`),
    );
    expect(first).toMatchObject({ kind: 'consumer', traceId: 'a'.repeat(32), parentId: 'b'.repeat(16), failure: null });
    expect(second).toMatchObject({ parentId: null, attributes: { 'portico.verdict': 'later' }, failure: 'away' });
  });

  test('MUST end their spans, and reject, when taking them in fails', async () => {
    const tracer = createRecordingTracer();
    const failure = new Error('a bug');
    await expect(traceMessages(tracer, () => Promise.reject(failure))(messages)).rejects.toBe(failure);
    expect(tracer.ended().map((span) => span.failure !== null)).toEqual([true, true]);
  });
});
