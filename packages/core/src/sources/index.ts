export { createSources, type RunningSources, type SourcesDependencies } from './create-sources.ts';
export type {
  ChangesPlace,
  EngineSource,
  SeenTasks,
  SourceConnection,
  SourceContext,
  SourceKind,
  SourceRow,
  SourceStore,
  SourceStores,
  SourceTrouble,
} from './ports.ts';
export { pollKindName } from './poll-job.ts';
export { readRows, type BadTask, type ReadRows } from './read-rows.ts';
export { defaultPoll, defaultSourceSweep } from './source.ts';
export type { PollSettings, Source, SourceSweepSettings } from './source.ts';
export type { ShownSource, SourceDraft, Sources, TriedQuestion } from './sources.ts';
export { sourceSweepKindName } from './sweep-job.ts';
