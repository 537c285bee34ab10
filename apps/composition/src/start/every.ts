import type { ResultAsync } from 'neverthrow';

/** Runs `job` every `ms` milliseconds, never twice at once, until the answer is called; failures and throws are handed to `failed`. */
export const every = (
  ms: number,
  job: () => ResultAsync<unknown, unknown>,
  failed: (error: unknown) => void,
): (() => void) => {
  let running = false;
  const round = async (): Promise<void> => {
    const result = await job();
    if (result.isErr()) failed(result.error);
  };
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    round()
      .catch(failed)
      .finally(() => (running = false));
  }, ms);
  timer.unref();
  return () => clearInterval(timer);
};
