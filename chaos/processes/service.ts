/** A server that the run may hurt. Calls wait for one another. */
export interface Service {
  readonly name: string;
  /** Starts it and waits until it can be used; nothing when it runs. */
  up(): Promise<void>;
  /** Ends it and waits until it is gone. */
  down(signal: NodeJS.Signals): Promise<void>;
  /** To the running process, which stays. */
  signal(signal: NodeJS.Signals): void;
}

/** One thing after the other, whatever became of those before. */
export const oneAtATime = (): (<T>(step: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const next = last.then(step, step);
    last = next.catch(() => undefined);
    return next;
  };
};
