import type { Dispatcher } from 'undici';
import type { VendorRequest } from '../../packages/adapters-platforms/src/http/vendor-client.ts';

/** Counts the requests that pass, and keeps some of them while it records. */
export interface RequestRecorder {
  readonly dispatcher: Dispatcher;
  /** How many passed since the last call. */
  takeCount(): number;
  record(): void;
  /** What was recorded of each address, by the first part of its path; ends the recording. */
  take(): ReadonlyMap<string, readonly VendorRequest[]>;
}

const keptForEach = 500;

export const createRequestRecorder = (agent: Dispatcher): RequestRecorder => {
  let count = 0;
  let recording: Map<string, VendorRequest[]> | null = null;
  const keep = (options: Dispatcher.DispatchOptions, kept: Map<string, VendorRequest[]>): void => {
    const name = options.path.split('/', 2)[1] ?? '';
    const list = kept.get(name) ?? [];
    kept.set(name, list);
    if (options.method !== 'POST' || list.length >= keptForEach) return;
    list.push({
      method: 'POST',
      url: new URL(options.path, String(options.origin)),
      headers: options.headers as Readonly<Record<string, string>>,
      body: options.body as string | null,
    });
  };
  return {
    dispatcher: agent.compose((dispatch) => (options, handler) => {
      count += 1;
      if (recording !== null) keep(options, recording);
      return dispatch(options, handler);
    }),
    takeCount: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    record: () => void (recording = new Map()),
    take: () => {
      const taken = recording ?? new Map<string, VendorRequest[]>();
      recording = null;
      return taken;
    },
  };
};
