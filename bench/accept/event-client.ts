import { Pool } from 'undici';
import { createEventMaker } from '../harness/events.ts';
import { serveCommands } from '../harness/serve-commands.ts';

export interface EventLoad {
  readonly url: string;
  readonly apiKey: string;
  readonly requests: number;
  readonly eventsEach: number;
  readonly connections: number;
}

/** What was sent, and how long each request took in milliseconds. */
export interface EventLoadResult {
  readonly seconds: number;
  readonly durationsMs: readonly number[];
  readonly bytesEach: number;
}

const makeEvents = createEventMaker(Date.now);

const commands = {
  /** Sends events as fast as they are taken, each connection one request after the other; throws unless all of them are accepted. */
  send: async ({ url, apiKey, requests, eventsEach, connections }: EventLoad): Promise<EventLoadResult> => {
    const pool = new Pool(url, { connections, pipelining: 1 });
    const bodies = Array.from({ length: requests }, () => {
      const events = makeEvents(eventsEach);
      return JSON.stringify(eventsEach === 1 ? events[0] : { events });
    });
    const headers = { 'Content-Type': 'application/json', 'X-API-Key': apiKey };
    const durationsMs: number[] = [];
    let next = 0;
    const sendOn = async (): Promise<void> => {
      while (next < bodies.length) {
        const begun = performance.now();
        const body = bodies[next++] ?? '';
        const answer = await pool.request({ method: 'POST', path: '/api/v1/task-center/events', headers, body });
        const text = await answer.body.text();
        durationsMs.push(performance.now() - begun);
        if (answer.statusCode !== 202 || (JSON.parse(text) as { data: { todos: number } }).data.todos !== eventsEach)
          throw new Error(`events were answered ${answer.statusCode}: ${text.slice(0, 500)}`);
      }
    };
    const begun = performance.now();
    try {
      await Promise.all(Array.from({ length: connections }, sendOn));
    } finally {
      await pool.close();
    }
    const seconds = (performance.now() - begun) / 1_000;
    return { seconds, durationsMs, bytesEach: Buffer.byteLength(bodies[0] ?? '') };
  },
};

export type EventClientCommands = typeof commands;

serveCommands(commands);
