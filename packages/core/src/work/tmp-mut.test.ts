import fc from 'fast-check';
import { test, expect } from 'vitest';
import { createSimulatedWorld } from '../testing/work/simulated-world.ts';
import { workMutants } from '../testing/work/work-mutants.ts';
import { event } from './kernel-invariants.test.ts';
declare const setImmediate: (run: () => void) => unknown;
declare const process: { stderr: { write(s: string): void } };
const rest = (): Promise<void> => new Promise((done) => void setImmediate(done));
test.skip.each(workMutants.filter(({ name }) => ['parks a key although its generation moved','settles a claim that is no longer valid','forgets the attempt of a claim that it takes over','takes over without marking the key as uncertain','leaves a key parked when it schedules','keeps the writes of a transaction that was rolled back','frees claimed keys when it re-drives'].includes(name)))('$name', async ({ name, open }) => {
  const r = await fc.check(fc.asyncProperty(fc.array(event, { minLength: 15, maxLength: 80 }), fc.integer(), async (events, seed) => {
      const world = await createSimulatedWorld(rest, seed, open);
      for (const one of events) { await world.happen(one); await world.checkAlways(); }
      await world.calmDown(); await world.checkEnd();
    }), { numRuns: 40, endOnFailure: true });
  process.stderr.write(`${r.failed ? 'CAUGHT' : 'passed'} ${name} ${String((r as {errorInstance?: unknown}).errorInstance).slice(0, 150)}\n`);
}, 60_000);
test('more', async () => {
  await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 20, maxLength: 120 }), fc.integer(), async (events, seed) => {
      const world = await createSimulatedWorld(rest, seed);
      for (const one of events) { await world.happen(one); await world.checkAlways(); }
      await world.calmDown(); await world.checkEnd();
    }), { numRuns: 700 });
}, 200_000);
