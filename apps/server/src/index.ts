export { readConfiguration, type ServerConfiguration } from './configuration/configuration.ts';
export { startServer, type RunningServer } from './start/start-server.ts';
export type { Situation } from './start/banner.ts';
