import { setTimeout as sleep } from 'node:timers/promises';
import type { OutsideEvent } from '../../apps/server/src/testing/engine-history.ts';
import type { Api } from '../api.ts';

/** Sends events to the server until it has answered for them, as engines do. */
export interface HttpFeed {
  send(events: readonly OutsideEvent[]): Promise<void>;
  /** Requests that had to be repeated so far. */
  repeated(): number;
}

const pauseMs = 300;

const isTaken = (body: unknown): boolean => {
  const ignored = (body as { data?: { ignored?: readonly unknown[] } } | null)?.data?.ignored;
  return Array.isArray(ignored) && ignored.length === 0;
};

export const createHttpFeed = (api: Api, stopped: AbortSignal): HttpFeed => {
  let repeated = 0;
  return {
    send: async (events) => {
      const [only] = events;
      const body = events.length === 1 ? only : { events };
      for (;;) {
        stopped.throwIfAborted();
        const answer = await api.call('POST', '/api/v1/task-center/events', body);
        if (answer?.status === 202 && isTaken(answer.body)) return;
        // Anything else that says "no" for good is a defect: the events are valid.
        if (answer !== null && answer.status < 500 && answer.status !== 429)
          throw new Error(`The server refuses valid events: ${answer.status} ${JSON.stringify(answer.body)}`);
        repeated += 1;
        await sleep(pauseMs);
      }
    },
    repeated: () => repeated,
  };
};
