export { sandboxNames, startSandboxes } from './start-sandboxes.ts';
export type { Sandboxes, SandboxesOptions, SandboxName } from './start-sandboxes.ts';
export type { Faults } from './engine/faults.ts';
export type { SandboxTodo, SandboxUrgency } from './engine/sandbox-kind.ts';
