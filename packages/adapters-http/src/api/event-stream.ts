import type { Clock, Millis } from '@portico/core';

/**
 * Events as a stream of bytes, made as they are asked for, for at most `boundMs`. `ended` is called once, whatever ends it: the events, the
 * bound, or a client that went away, also one that never read.
 */
export const eventStream = (
  events: AsyncGenerator<string>,
  clock: Clock,
  boundMs: Millis,
  ended: () => void,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let over = false;
  let cancelTimer = (): void => {};
  const end = (): boolean => {
    if (over) return false;
    over = true;
    cancelTimer();
    // Waits until whatever the events wait for has come, which is soon.
    void events.return(undefined);
    ended();
    return true;
  };
  return new ReadableStream({
    start(controller) {
      cancelTimer = clock.timer(boundMs, () => {
        if (end()) controller.close();
      });
    },
    async pull(controller) {
      try {
        const { done, value } = await events.next();
        if (over) return;
        if (done !== true) controller.enqueue(encoder.encode(value));
        else if (end()) controller.close();
      } catch (error) {
        if (end()) controller.error(error);
      }
    },
    cancel() {
      end();
    },
  });
};
