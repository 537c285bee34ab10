export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { createFakeDoorbell, type DoorbellFault } from './work/fake-doorbell.ts';
export { accessStoreContract, type AccessStoreSubject } from './access/access-store-contract.ts';
export { accessStoreMutants, type AccessStoreMutant } from './access/access-store-mutants.ts';
export { must, mustEqual, type ContractCase } from './contract-case.ts';
export {
  arbitraryArrival,
  arbitraryEngineHistory,
  arbitraryPerson,
  type HistoryOptions,
} from './workflow/arbitrary-engine-history.ts';
export { sampleEvent, sampleInstance, samplePerson, sampleTask, sampleTime } from './workflow/sample-events.ts';
export { workflowStoreContract } from './workflow/workflow-store-contract.ts';
export { workflowStoreMutants, type WorkflowStoreMutant } from './workflow/workflow-store-mutants.ts';
export type { WorkflowStoreSubject } from './workflow/workflow-store-subject.ts';
export { doorbellContract, type DoorbellBench } from './work/doorbell-contract.ts';
export { startBench, type Bench, type BenchOptions } from './work/worker-bench.ts';
export type { StoreBench } from './work/store-bench.ts';
export { workContract } from './work/work-contract.ts';
export { workMutants, type WorkMutant } from './work/work-mutants.ts';
export { taskCenterStoresContract } from './task-center/task-center-stores-contract.ts';
export { taskCenterStoresMutants, type TaskCenterStoresMutant } from './task-center/task-center-stores-mutants.ts';
export type { SubjectStores, TaskCenterStoresSubject } from './task-center/task-center-subject.ts';
export {
  createFakePlatform,
  ordinaryCapabilities,
  type FakePlatform,
  type FakePlatformOptions,
  type PlatformFault,
} from './task-center/fake-platform.ts';
export { createFakeRemote, type FakeRemote, type RemoteObject } from './task-center/fake-remote.ts';
export { arbitraryCapabilities } from './task-center/arbitrary-capabilities.ts';
export {
  benchTenant,
  openSecrets,
  startTaskCenterBench,
  type TaskCenterBench,
} from './task-center/task-center-bench.ts';
export { findDivergence, instancesOf } from './task-center/find-divergence.ts';
export { taskCenterPlatformContract } from './task-center/platform-contract.ts';
export {
  drive,
  unhurried,
  type PlatformDriver,
  type SeenTodo,
  type TaskCenterPlatformSubject,
} from './task-center/platform-driver.ts';
export { createSimulatedProcess, type CrashPoint, type SimulatedProcess } from './work/simulated-process.ts';
export { createSimulatedTarget, faultless, type SimulatedTarget, type TargetFaults } from './work/simulated-target.ts';
export { createSimulatedWorld, type SimulatedWorld, type WorldEvent } from './work/simulated-world.ts';
