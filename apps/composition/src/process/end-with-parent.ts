/** How long an orderly shutdown may take once nobody is left to see it. */
const drainAtMost = 800;

/**
 * Ends this process when the one that supervises it (`npm start`) is gone, however it went. Does nothing unless started
 * with `PORTICO_SUPERVISED=1` and an IPC channel; the channel carries no messages, it only breaks.
 *
 * The orderly way first: the process is told SIGTERM, as if by a signal, so whatever drains on SIGTERM drains here too.
 * It ends for good after 800 ms, drained or not.
 */
export function endWithParent(): void {
  if (process.env.PORTICO_SUPERVISED !== '1') return;
  // A program that this one starts has another parent.
  delete process.env.PORTICO_SUPERVISED;

  const end = (): void => {
    setTimeout(() => process.exit(1), drainAtMost).unref();
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM');
    else process.exit(1);
  };
  if (!process.connected) return end();
  process.once('disconnect', end);
  // After the listener: adding one for 'disconnect' holds the channel open, which would keep a finished process alive.
  process.channel?.unref();
}
