export type { Job, JobData, JobLine, JobProgress, JobState } from './job.ts';
export type { JobKind, JobMoved, JobStep, StepEnd } from './job-kind.ts';
export type { JobFilter, JobStore, JobStores } from './ports.ts';
