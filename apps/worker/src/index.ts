export { readConfiguration, type WorkerConfiguration } from './configuration/configuration.ts';
export { startWorker, type RunningWorker } from './start/start-worker.ts';
export type { Situation } from './start/ready-line.ts';
