export { readConfiguration, type Configuration, type ConfigurationProblem } from './configuration/configuration.ts';
export { Inconvenience } from './commands/inconvenience.ts';
export { startServer, type RunningServer } from './start/start-server.ts';
export type { Situation } from './start/banner.ts';
