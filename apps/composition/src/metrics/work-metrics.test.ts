import fc from 'fast-check';
import { defaultLaneConfig, type AttemptOutcome, type Lane, type WorkerStats } from '@portico/core/work';
import { expect, test } from 'vitest';
import { createWorkMetrics } from './work-metrics.ts';

const lane = (id: number): Lane => ({
  id,
  tenant: 'default',
  name: `push/${id}`,
  config: defaultLaneConfig,
  configVersion: 1,
  paused: false,
  closedUntil: 0,
  closedReason: null,
  trips: 0,
});
const idle: WorkerStats = { session: 1, inFlight: 0, unsettled: 0, claimed: 0, settled: 0, late: 0, lanes: [] };

const attempt = fc.record({
  lane: fc.integer({ min: 1, max: 3 }),
  outcome: fc.constantFrom<AttemptOutcome>('done', 'failed', 'unknown', 'released'),
  ms: fc.integer({ min: 0, max: 90_000 }),
  late: fc.boolean(),
});

test('MUST account for every attempt once, in its lane, outcome and all buckets that hold it', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      const metrics = createWorkMetrics();
      for (const one of attempts) metrics.attempted(lane(one.lane), one.outcome, one.ms, one.late);
      const told = metrics.metrics(idle);
      const value = (name: string, labels: Record<string, string>, suffix?: string): number =>
        told
          .find((metric) => metric.name === name)
          ?.samples.filter(
            (sample) =>
              sample.suffix === suffix &&
              Object.entries(labels).every(([label, text]) => sample.labels?.[label] === text),
          )
          .reduce((sum, sample) => sum + sample.value, 0) ?? 0;
      for (const id of [1, 2, 3]) {
        const own = attempts.filter((one) => one.lane === id);
        const at = { lane: `push/${id}` };
        for (const outcome of ['done', 'failed', 'unknown', 'released'])
          expect(value('portico_worker_attempts_total', { ...at, outcome })).toBe(
            own.filter((one) => one.outcome === outcome).length,
          );
        expect(value('portico_worker_attempts_late_total', at)).toBe(own.filter(({ late }) => late).length);
        const duration = 'portico_worker_attempt_duration_seconds';
        expect(value(duration, at, '_count')).toBe(own.length);
        for (const le of ['0.005', '1', '60'])
          expect(value(duration, { ...at, le }, '_bucket')).toBe(
            own.filter(({ ms }) => ms <= Number(le) * 1_000).length,
          );
        expect(value(duration, { ...at, le: '+Inf' }, '_bucket')).toBe(own.length);
        expect(metrics.progressOf(id)).toBe(own.length);
      }
    }),
  );
});
