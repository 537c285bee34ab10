import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on; nothing that names the machine or a place on it. */
export const describeMachine = (): string => {
  const model = cpus()[0]?.model.replaceAll(/\s+/gu, ' ').trim() || 'unknown processor';
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${availableParallelism()} cores (${model}), ${gigabytes} GB, Node ${process.versions.node}, ${process.platform} ${process.arch}; load before the run ${load}`;
};
