import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ChannelModel } from 'amqplib';

/** A connection that is made anew when the broker has gone. */
export interface AmqpLink {
  /** The present connection, or a new one; waits while the broker is away. */
  connection(): Promise<ChannelModel>;
  close(): Promise<void>;
}

const pauseMs = 300;

export const createAmqpLink = (url: string, stopped: AbortSignal): AmqpLink => {
  let present: ChannelModel | null = null;
  let opening: Promise<ChannelModel> | null = null;
  const open = async (): Promise<ChannelModel> => {
    for (;;) {
      stopped.throwIfAborted();
      try {
        const model = await connect(`${url}?heartbeat=5`, { timeout: 3_000 });
        model.on('error', () => {});
        model.on('close', () => {
          if (present === model) present = null;
        });
        present = model;
        return model;
      } catch {
        await sleep(pauseMs);
      }
    }
  };
  return {
    connection: async () => {
      if (present !== null) return present;
      opening ??= open().finally(() => (opening = null));
      return opening;
    },
    close: async () => {
      const model = present;
      present = null;
      await model?.close().catch(() => undefined);
    },
  };
};
