import { setTimeout as sleep } from 'node:timers/promises';
import type { AmqpFeed } from './amqp-feed.ts';
import type { Arrival } from './histories.ts';
import type { HttpFeed } from './http-feed.ts';

/** How many senders each way has: so many requests or messages are on their way at once. */
const senders = 3;

/** Sends arrivals spread over `forMs`; resolves when all have been taken. */
export const feedRound = async (
  arrivals: readonly Arrival[],
  forMs: number,
  feeds: { readonly http: Pick<HttpFeed, 'send'>; readonly amqp: Pick<AmqpFeed, 'send'> },
): Promise<void> => {
  const begun = performance.now();
  const due = arrivals.map((arrival, index) => ({ ...arrival, atMs: (index / arrivals.length) * forMs }));
  const lanes = (['http', 'amqp'] as const).map((way) => due.filter((arrival) => arrival.way === way));
  await Promise.all(
    lanes.flatMap((queue) =>
      Array.from({ length: senders }, async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          await sleep(Math.max(0, next.atMs - (performance.now() - begun)));
          await feeds[next.way].send(next.events);
        }
      }),
    ),
  );
};
