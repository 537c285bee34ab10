/** What has to be undone at the end, whichever way it comes. */
export interface Cleanup {
  /** Runs at the end, in reverse order. */
  add(step: () => unknown): void;
  /** Runs every step once, however often it is called; those that fail stop none of the others. */
  run(): Promise<void>;
}

export const createCleanup = (): Cleanup => {
  const steps: (() => unknown)[] = [];
  const undo = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be undone');
  };
  let undone: Promise<void> | null = null;
  return {
    add: (step) => void steps.push(step),
    run: () => (undone ??= undo()),
  };
};
