export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { createFakeDoorbell, type DoorbellFault } from './work/fake-doorbell.ts';
export { accessStoreContract, type AccessStoreSubject } from './access/access-store-contract.ts';
export { accessStoreMutants, type AccessStoreMutant } from './access/access-store-mutants.ts';
export {
  createChangeWitness,
  type ChangeWitness,
  type CommitFault,
  type WitnessedChange,
} from './domain-events/change-witness.ts';
export { createFakePublisher, type FakePublisher, type PublisherFault } from './domain-events/fake-publisher.ts';
export { findUntold } from './domain-events/find-untold.ts';
export { outboxContract, type OutboxSubject } from './domain-events/outbox-contract.ts';
export { outboxMutants, type OutboxMutant } from './domain-events/outbox-mutants.ts';
export { publisherContract, type PublisherSubject } from './domain-events/publisher-contract.ts';
export { publisherMutants, type PublisherMutant } from './domain-events/publisher-mutants.ts';
export { startTellingWorld, type TellingWorld, type TellingWorldOptions } from './domain-events/telling-world.ts';
export { alertStoreContract, type AlertStoreSubject } from './alerts/alert-store-contract.ts';
export { alertStoreMutants, type AlertStoreMutant } from './alerts/alert-store-mutants.ts';
export { createFakeWebhookSender, type FakeWebhookSender } from './webhooks/fake-webhook-sender.ts';
export { webhookStoresContract, type WebhookStoresSubject } from './webhooks/webhook-stores-contract.ts';
export { webhookStoresMutants, type WebhookStoresMutant } from './webhooks/webhook-stores-mutants.ts';
export { jobStoreContract, type JobStoreSubject } from './jobs/job-store-contract.ts';
export { jobStoreMutants, type JobStoreMutant } from './jobs/job-store-mutants.ts';
export { must, mustEqual, type ContractCase } from './contract-case.ts';
export { createRecordingTracer, type RecordedSpan, type RecordingTracer } from './tracer/recording-tracer.ts';
export { tracerContract, type TracerSubject } from './tracer/tracer-contract.ts';
export { tracerMutants, type TracerMutant } from './tracer/tracer-mutants.ts';
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
export { rateLimiterContract, type RateLimiterSubject } from './rate-limiter-contract.ts';
export { rateLimiterMutants, type BrokenRateLimiter, type RateLimiterMutant } from './rate-limiter-mutants.ts';
export { doorbellContract, type DoorbellBench } from './work/doorbell-contract.ts';
export { doorbellMutants, type DoorbellMutant } from './work/doorbell-mutants.ts';
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
export { feedStoresContract, type FeedStoresSubject } from './feed/feed-stores-contract.ts';
export { feedStoresMutants, type FeedStoresMutant } from './feed/feed-stores-mutants.ts';
export { signInStoresContract } from './sign-in/sign-in-stores-contract.ts';
export { signInStoresMutants, type SignInStoresMutant } from './sign-in/sign-in-stores-mutants.ts';
export type { SignInStoresSubject } from './sign-in/sign-in-subject.ts';
export { statisticsContract, type StatisticsBench } from './statistics/statistics-contract.ts';
export { statisticsMutants, type StatisticsMutant } from './statistics/statistics-mutants.ts';
export { createFakeEngine, type FakeEngine, type FakeEngineTask } from './sources/fake-engine.ts';
export { sourceStoresContract, type SourceStoresSubject } from './sources/source-stores-contract.ts';
export { sourceStoresMutants, type SourceStoresMutant } from './sources/source-stores-mutants.ts';
export { createFakeIdentityProvider, type FakeIdentityProvider } from './sign-in/fake-identity-provider.ts';
export { startSignInWorld, type SignInWorld } from './sign-in/sign-in-world.ts';
export { identityProviderContract, type IdentityProviderSubject } from './sign-in/identity-provider-contract.ts';
export { identityProviderMutants, type IdentityProviderMutant } from './sign-in/identity-provider-mutants.ts';
