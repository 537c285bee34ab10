export { sandboxNames, startSandboxes } from './start-sandboxes.ts';
export type { Sandboxes, SandboxesOptions, SandboxName } from './start-sandboxes.ts';
export type { Faults } from './engine/faults.ts';
export type { SandboxTodo, SandboxUrgency } from './engine/sandbox-kind.ts';
export { sandboxPeople, startCasSandbox } from './cas/start-cas-sandbox.ts';
export type { CasPerson, CasSandbox, CasSandboxOptions, Validation } from './cas/start-cas-sandbox.ts';
export { pageFaults, type PageFault } from './cas/page-faults.ts';
export { startOauth2Sandbox } from './oauth2/start-oauth2-sandbox.ts';
export type { Oauth2Sandbox, Oauth2SandboxOptions, OauthRequest } from './oauth2/start-oauth2-sandbox.ts';
