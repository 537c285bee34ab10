export { createProcessMetrics } from './process-metrics.ts';
export { prometheusText, type Metric, type Sample } from './prometheus-text.ts';
