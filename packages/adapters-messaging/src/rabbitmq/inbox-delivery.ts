import type { Channel, ConsumeMessage } from 'amqplib';

/** A message in hand, which belongs to the channel that brought it. */
export interface Delivery {
  readonly message: ConsumeMessage;
  /** When it came, by `performance.now()`. */
  readonly at: number;
  /** How often taking it in has thrown. */
  throws: number;
  /** Whether its channel is still there; else the broker gives the message to somebody again. */
  isOurs(): boolean;
  /** Says that it is done with. */
  acknowledge(): void;
}

/** Makes deliveries of one channel, until that is closed. */
export const deliveriesOf = (channel: Channel): ((message: ConsumeMessage) => Delivery) => {
  let closed = false;
  channel.on('close', () => void (closed = true));
  return (message) => ({
    message,
    at: performance.now(),
    throws: 0,
    isOurs: () => !closed,
    acknowledge: () => {
      if (closed) return;
      try {
        channel.ack(message);
      } catch {
        // It is being closed: the message comes again.
      }
    },
  });
};
