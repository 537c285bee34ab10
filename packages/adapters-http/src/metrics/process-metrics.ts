import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import process from 'node:process';
import type { Metric } from './prometheus-text.ts';

const nanosecond = 1e-9;
const microsecond = 1e-6;

/** What this process uses. Watching the event loop costs ten timer ticks a second, from the first scrape on. */
export const createProcessMetrics = (): (() => readonly Metric[]) => {
  const delay = monitorEventLoopDelay({ resolution: 100 });
  let watched = false;
  return () => {
    if (!watched) delay.enable();
    watched = true;
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const one = (name: string, help: string, value: number, type: 'counter' | 'gauge' = 'gauge'): Metric => ({
      name,
      help,
      type,
      samples: [{ value }],
    });
    const metrics = [
      one('process_cpu_seconds_total', 'User and system time.', (user + system) * microsecond, 'counter'),
      one('process_resident_memory_bytes', 'Resident memory.', rss),
      one('nodejs_heap_size_used_bytes', 'Heap in use.', heapUsed),
      one('process_start_time_seconds', 'Start of the process since the epoch.', performance.timeOrigin / 1000),
      one(
        'nodejs_eventloop_utilization',
        'Share of time that the event loop is busy.',
        performance.eventLoopUtilization().utilization,
      ),
      {
        name: 'nodejs_eventloop_lag_seconds',
        help: 'Delay of the event loop since the last scrape.',
        type: 'gauge' as const,
        samples: [50, 90, 99].map((percentile) => ({
          labels: { quantile: String(percentile / 100) },
          value: delay.percentile(percentile) * nanosecond,
        })),
      },
    ];
    delay.reset();
    return metrics;
  };
};
