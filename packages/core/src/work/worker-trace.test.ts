import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTraceparent } from '../ports/traceparent.ts';
import { createRecordingTracer, type RecordedSpan } from '../testing/tracer/recording-tracer.ts';
import { startBench } from '../testing/work/worker-bench.ts';
import type { LaneConfig } from './lane.ts';
import type { Outcome } from './outcome.ts';

declare const setImmediate: (run: () => void) => unknown;
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));

const done: Outcome = { kind: 'done', more: false };
const traceOf = (digit: number): string => `00-${String(digit).repeat(32)}-${String(digit).repeat(16)}-01`;
const answers: Readonly<Record<string, () => Outcome | Promise<Outcome>>> = {
  done: () => done,
  more: () => ({ kind: 'done', more: true }),
  failed: () => ({ kind: 'failed', reason: 'no', retryAfterMs: null }),
  unknown: () => ({ kind: 'unknown', reason: 'lost' }),
  deferred: () => ({ kind: 'deferred', scope: 'key', forMs: 500, reason: 'later' }),
  hangs: () => new Promise(() => {}),
  throws: () => Promise.reject(new Error('a bug')),
};

type Step =
  | { readonly kind: 'schedule'; readonly key: string; readonly trace: number | null }
  | { readonly kind: 'answer'; readonly with: string }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'take over' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('schedule'),
      key: fc.constantFrom('a', 'b', 'c'),
      trace: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer'), with: fc.constantFrom(...Object.keys(answers)) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(1, 50, 1_000, 7_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('take over') }) },
);

const attemptsAmong = (spans: readonly RecordedSpan[]): ReadonlyMap<unknown, RecordedSpan> =>
  new Map(
    spans.filter(({ name }) => name === 'attempt push/one').map((span) => [span.attributes['portico.claim'], span]),
  );

const config: Partial<LaneConfig> = {
  batchSize: 2,
  timeoutMs: 2_000,
  retry: { scheduleMs: [100, 1_000], maxAttempts: null, maxAgeMs: 3_600_000 },
  breaker: { windowMs: 1_000, minimum: 1_000, failureShare: 1, openMs: 1_000, maxOpenMs: 1_000 },
};

describe('A worker with a tracer', () => {
  test('MUST attempt every key in the latest trace that it was scheduled with, through retries, takeovers and coalescing, and settle it below its attempt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const tracer = createRecordingTracer();
        const bench = await startBench(rest, { tracer, config });
        const latest = new Map<string, string | null>();
        const expected = new Map<unknown, string | null>();
        let answer = 'done';
        bench.answer = (key, _context, claim) => {
          expected.set(claim.id, latest.get(key) ?? null);
          return answers[answer]?.() ?? done;
        };
        for (const one of steps) {
          if (one.kind === 'answer') answer = one.with;
          else if (one.kind === 'pass') await bench.clock.advance(one.ms);
          else if (one.kind === 'take over') {
            (await bench.transactor.run((stores) => stores.sessions.revokeStale(0, null)))._unsafeUnwrap();
            (await bench.transactor.run((stores) => stores.sessions.takeOver(99, 100)))._unsafeUnwrap();
          } else {
            const known = (await bench.state(one.key)) !== null;
            const trace = one.trace === null ? null : traceOf(one.trace);
            latest.set(one.key, trace ?? (known ? (latest.get(one.key) ?? null) : null));
            await bench.schedule([one.key], { trace });
            await bench.clock.advance(0);
          }
        }
        answer = 'done';
        await bench.clock.advance(60_000);
        const attempts = attemptsAmong(tracer.begun());
        const bySpan = new Map([...attempts.values()].map((span) => [span.spanId, span]));
        for (const [claim, trace] of expected) {
          const place = readTraceparent(trace);
          const span = attempts.get(claim);
          // An attempt that was lost, and came late, leads to one more itself.
          const late = bySpan.get(span?.parentId ?? '');
          expect([span?.parentId, span?.traceId]).toEqual([
            late?.spanId ?? place?.spanId ?? null,
            late?.traceId ?? place?.traceId ?? expect.not.stringMatching(/^([1-9])\1{31}$/u),
          ]);
        }
        expect(attempts.size).toBe(expected.size);
        for (const span of tracer.ended().filter(({ name }) => name === 'settle push/one')) {
          const above = attempts.get(span.attributes['portico.claim']);
          expect([span.parentId, span.traceId]).toEqual([above?.spanId, above?.traceId]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('MUST show what an attempt came to, and what was written of it', async () => {
    const tracer = createRecordingTracer();
    const bench = await startBench(rest, { tracer });
    bench.answer = () => ({ kind: 'refused', reason: 'no such person' });
    await bench.schedule(['a'], { trace: traceOf(1) });
    await bench.clock.advance(1_000);
    expect(tracer.ended()).toEqual([
      expect.objectContaining({
        name: 'attempt push/one',
        kind: 'consumer',
        parentId: '1'.repeat(16),
        failure: 'no such person',
        attributes: expect.objectContaining({
          'portico.tenant': 'default',
          'portico.key': 'a',
          'portico.outcome': 'refused',
          'portico.operation': 'push',
        }),
      }),
      expect.objectContaining({
        name: 'settle push/one',
        failure: null,
        attributes: expect.objectContaining({
          'portico.verdict': 'park',
          'portico.moved': false,
          'portico.late': false,
        }),
      }),
    ]);
  });

  test('MUST give each key of a batch an attempt in its own trace, linked to the one that sends', async () => {
    const tracer = createRecordingTracer();
    const bench = await startBench(rest, { tracer, config: { batchSize: 3 } });
    await bench.transactor.run((stores) =>
      stores.work.schedule(
        ['a', 'b', 'c'].map((key, index) => ({
          lane: bench.lane.id,
          key,
          class: 'live' as const,
          delayMs: 0,
          uncertain: false,
          trace: traceOf(index + 1),
        })),
      ),
    );
    bench.doorbell.ring([{ lane: bench.lane.id, keys: ['a', 'b', 'c'] }]);
    await bench.clock.advance(1_000);
    const [first, ...others] = tracer.begun().filter(({ name }) => name === 'attempt push/one');
    expect(new Set([first, ...others].map((span) => span?.traceId))).toEqual(
      new Set(['1', '2', '3'].map((digit) => digit.repeat(32))),
    );
    expect(others.map(({ links }) => links)).toEqual([[first?.spanId], [first?.spanId]]);
    expect(tracer.ended()).toHaveLength(6);
  });
});
