import { median } from '../harness/statistics.ts';

/** What a run did, and what it cost. */
export interface Measurement {
  readonly count: number;
  readonly seconds: number;
  /** Processor time of the whole process: sandboxes, database and client run in it. */
  readonly cpuSeconds: number;
}

/** Runs `work`, which answers how many it did. */
export const measure = async (work: () => Promise<number>): Promise<Measurement> => {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const count = await work();
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { count, seconds, cpuSeconds: (user + system) / 1e6 };
};

/** Of several runs of the same: the median of each figure. */
export const summarize = (runs: readonly Measurement[]) => ({
  perSecond: median(runs.map(({ count, seconds }) => count / seconds)),
  lowest: Math.min(...runs.map(({ count, seconds }) => count / seconds)),
  highest: Math.max(...runs.map(({ count, seconds }) => count / seconds)),
  cpuMicros: median(runs.map(({ count, cpuSeconds }) => (cpuSeconds / count) * 1e6)),
});
