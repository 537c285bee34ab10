export { beginJob } from './begin-job.ts';
export { createJobs, type JobsDependencies, type RunningJobs } from './create-jobs.ts';
export { failJob } from './fail-job.ts';
export type { JobAck } from './job-handler.ts';
export { jobLaneConfig, jobLaneName, kindOfLane } from './job-lane.ts';
export type { JobKind, JobMoved, JobStep, StepEnd } from './job-kind.ts';
export type { Job, JobData, JobLine, JobProgress, JobState } from './job.ts';
export type {
  JobCursorInvalid,
  JobNotFound,
  JobPage,
  Jobs,
  JobStateConflict,
  JobSwitchFailure,
  JobWithLines,
  NewJob,
  ShownJob,
} from './jobs.ts';
export type { JobFilter, JobStore, JobStores } from './ports.ts';
export { standingOf, type JobPlace, type JobStanding } from './standing-of.ts';
export { stepEnd } from './step-end.ts';
