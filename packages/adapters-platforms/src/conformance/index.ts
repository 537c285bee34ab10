export { runConformance } from './run-conformance.ts';
export type {
  ConformanceConnection,
  ConformanceOptions,
  ConformanceRun,
  ConformanceTarget,
} from './run-conformance.ts';
export { promises } from './promises.ts';
export type { ConformancePromise } from './promise.ts';
export type { ConformanceReport, Finding, Step, Verdict, Words } from './finding.ts';
export { reportMarkdown } from './report-markdown.ts';
export { verdictWords } from './report-words.ts';
export type { ReportLanguage } from './report-words.ts';
export { parseSample, parseSampleRun, sampleLimits } from './samples.ts';
export type { Sample, SampleExchange, SampleRun } from './samples.ts';
export type { RunIdentity, TestPerson } from './subject.ts';
export { createVendorAgent, createVendorClient } from '../http/vendor-client.ts';
export { builtInProfiles } from '../task-centers/task-center-kinds.ts';
