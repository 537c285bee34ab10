/** What has been opened, to be closed in reverse order. */
export interface Closing {
  add(step: () => Promise<void>): void;
  /** Tries every step, whatever became of those before it; throws an `AggregateError` of what failed. */
  close(): Promise<void>;
}

export const createClosing = (): Closing => {
  const steps: (() => Promise<void>)[] = [];
  return {
    add: (step) => void steps.push(step),
    close: async () => {
      const failures: unknown[] = [];
      for (const step of steps.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
    },
  };
};
