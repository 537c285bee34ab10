import type { Result, ResultAsync } from 'neverthrow';

export interface GatheringOptions<Input, Output, Failure> {
  /** Does the work of several callers; answers one output each, in order. */
  readonly run: (group: string, inputs: readonly Input[]) => ResultAsync<readonly Output[], Failure>;
  readonly weight: (input: Input) => number;
  /** The weight that one run carries at most, unless one input alone is heavier. */
  readonly most: number;
  /** Runs under way at once. */
  readonly atOnce: number;
  /** Whether a failure is the fault of one of the inputs: then each is run alone. */
  readonly isSomebodys: (failure: Failure) => boolean;
}

interface Waiting<Input, Output, Failure> {
  readonly group: string;
  readonly input: Input;
  readonly resolve: (result: Result<Output, Failure>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets callers of the same group share runs. Whoever finds a run free goes at once; the others wait for the next, in order of arrival, so
 * nobody waits longer than for those before. What one caller brings never fails another: a run that fails by an input, or throws, is
 * repeated one by one.
 */
export const createGathering = <Input, Output, Failure>({
  run,
  weight,
  most,
  atOnce,
  isSomebodys,
}: GatheringOptions<Input, Output, Failure>): ((group: string, input: Input) => Promise<Result<Output, Failure>>) => {
  type Caller = Waiting<Input, Output, Failure>;
  let waiting: Caller[] = [];
  let running = 0;

  const takeNext = (): readonly Caller[] => {
    const taken: Caller[] = [];
    const left: Caller[] = [];
    let load = 0;
    for (const caller of waiting) {
      const heavier = load + weight(caller.input);
      if (caller.group === waiting[0]?.group && (taken.length === 0 || heavier <= most)) {
        taken.push(caller);
        load = heavier;
      } else left.push(caller);
    }
    waiting = left;
    return taken;
  };

  const runTogether = async (callers: readonly Caller[]): Promise<void> => {
    const alone = callers.length === 1;
    try {
      const result = await run(
        callers[0]?.group ?? '',
        callers.map(({ input }) => input),
      );
      if (result.isErr() && !alone && isSomebodys(result.error)) return await runApart(callers);
      callers.forEach((caller, index) =>
        // One output each is what a run answers.
        caller.resolve(result.map((outputs) => outputs[index] as Output)),
      );
    } catch (error) {
      if (!alone) return runApart(callers);
      callers[0]?.reject(error);
    }
  };

  const runApart = async (callers: readonly Caller[]): Promise<void> => {
    for (const caller of callers) await runTogether([caller]);
  };

  const pump = (): void => {
    while (running < atOnce && waiting.length > 0) {
      running += 1;
      void runTogether(takeNext()).finally(() => {
        running -= 1;
        pump();
      });
    }
  };

  return (group, input) =>
    new Promise((resolve, reject) => {
      waiting.push({ group, input, resolve, reject });
      pump();
    });
};
