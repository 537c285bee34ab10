/** Being told to stop. */
export interface StopSignals {
  /** The first SIGINT, SIGTERM or SIGHUP: end in order. */
  readonly told: Promise<void>;
  /** The second: end at once. */
  readonly toldAgain: Promise<void>;
}

/** From here on signals do not end the process by themselves. */
export const listenForStop = (): StopSignals => {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let heard = 0;
  const hear = (): void => {
    heard += 1;
    (heard === 1 ? first : second).resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  return { told: first.promise, toldAgain: second.promise };
};

/**
 * Gives `stop` its bound in milliseconds and waits no longer than that for it, nor beyond `atOnce`; answers whether it came to its
 * end. What is still under way then is left to end with the process.
 */
export const stopInTime = async (
  stop: (boundMs: number) => Promise<void>,
  boundMs: number,
  atOnce: Promise<void>,
): Promise<boolean> => {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), boundMs);
  try {
    return await Promise.race([stop(boundMs).then(() => true), atOnce.then(() => false), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
