import { connect } from 'amqplib';
import { Pool } from 'undici';
import { createEventMaker } from '../harness/events.ts';
import { serveCommands } from '../harness/serve-commands.ts';
import { wallClock } from '../harness/wall-clock.ts';

export interface Arrivals {
  readonly url: string;
  readonly apiKey: string;
  /** Null: over HTTP. */
  readonly amqp: { readonly url: string; readonly exchange: string } | null;
  readonly perSecond: number;
  readonly forMs: number;
  /** Events in one request or message. */
  readonly eventsEach: number;
}

/** One event: when it was to be sent by the schedule, and when it was accepted; milliseconds since the epoch. */
export interface Arrival {
  readonly task: string;
  readonly dueAt: number;
  readonly acceptedAt: number;
}

interface MadeEvent {
  readonly task: { readonly id: string };
}

const connections = 256;
const leadMs = 50;
const makeEvents = createEventMaker(Date.now);

/** Sends one body; resolves when it was accepted. */
type Send = (body: string) => Promise<void>;

const overHttp = (url: string, apiKey: string): { send: Send; close(): Promise<void> } => {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { 'Content-Type': 'application/json', 'X-API-Key': apiKey };
  return {
    send: async (body) => {
      const answer = await pool.request({ method: 'POST', path: '/api/v1/task-center/events', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 202)
        throw new Error(`an event was answered ${answer.statusCode}: ${text.slice(0, 300)}`);
    },
    close: () => pool.close(),
  };
};

/** Accepted is what the broker has confirmed. */
const overAmqp = async (url: string, exchange: string): Promise<{ send: Send; close(): Promise<void> }> => {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  return {
    send: (body) =>
      new Promise((resolve, reject) => {
        const options = { persistent: true, contentType: 'application/json' };
        channel.publish(exchange, 'default.bench', Buffer.from(body), options, (error) =>
          error === null || error === undefined ? resolve() : reject(new Error('a message was not confirmed')),
        );
      }),
    close: () => connection.close(),
  };
};

const commands = {
  /** Sends by the schedule, whether earlier events have been accepted or not, so that a slow answer delays nothing but itself. */
  send: async ({ url, apiKey, amqp, perSecond, forMs, eventsEach }: Arrivals): Promise<readonly Arrival[]> => {
    const count = Math.max(1, Math.round((perSecond * forMs) / 1_000 / eventsEach));
    const gapMs = (1_000 * eventsEach) / perSecond;
    const requests = Array.from({ length: count }, () => {
      const events = makeEvents(eventsEach) as readonly MadeEvent[];
      const body = eventsEach === 1 ? events[0] : amqp === null ? { events } : events;
      return { tasks: events.map(({ task }) => task.id), body: JSON.stringify(body) };
    });
    const { send, close } = amqp === null ? overHttp(url, apiKey) : await overAmqp(amqp.url, amqp.exchange);
    const arrivals: Arrival[] = [];
    const sending: Promise<void>[] = [];
    const begun = wallClock() + leadMs;
    for (let next = 0; next < count;) {
      for (; next < count && begun + next * gapMs <= wallClock(); next += 1) {
        const request = requests[next];
        if (request === undefined) break;
        const dueAt = begun + next * gapMs;
        const sent = send(request.body).then(() => {
          const acceptedAt = wallClock();
          for (const task of request.tasks) arrivals.push({ task, dueAt, acceptedAt });
        });
        sent.catch(() => {});
        sending.push(sent);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    try {
      await Promise.all(sending);
    } finally {
      await close();
    }
    return arrivals;
  },
};

export type ArrivalsClientCommands = typeof commands;

serveCommands(commands);
