/** What went wrong in an expression or template, with where it stands in the profile once that is known. */
export class ProfileFault extends Error {
  readonly pointer: string | null;

  constructor(message: string, pointer: string | null = null) {
    super(message);
    this.name = 'ProfileFault';
    this.pointer = pointer;
  }
}

/** Adds the place to a fault that has none yet; anything else is a bug and goes on as it is. */
export const located = (error: unknown, pointer: string): unknown =>
  error instanceof ProfileFault && error.pointer === null ? new ProfileFault(error.message, pointer) : error;

/** What one rendering or one judgement of an answer may cost. A hostile profile runs out of it within milliseconds. */
export const evaluationLimits = {
  steps: 100_000,
  characters: 1_048_576,
  textLength: 1_048_576,
  listSize: 5_000,
} as const;

export class Budget {
  #steps: number = evaluationLimits.steps;
  #characters: number = evaluationLimits.characters;

  /** One step is about one element looked at, or 64 characters read. */
  step(count: number): void {
    this.#steps -= count;
    if (this.#steps < 0) throw new ProfileFault(`takes more than ${evaluationLimits.steps} steps`);
  }

  read(text: string): void {
    this.step(1 + (text.length >>> 6));
  }

  write(count: number): void {
    this.#characters -= count;
    if (this.#characters < 0) throw new ProfileFault(`makes more than ${evaluationLimits.characters} characters`);
  }
}

/** What expressions see while they run. `locals` holds the variables of enclosing loops, outermost first. */
export interface Scope {
  readonly roots: Readonly<Record<string, unknown>>;
  readonly locals: unknown[];
  readonly budget: Budget;
}

export const openScope = (roots: Readonly<Record<string, unknown>>): Scope => ({
  roots,
  locals: [],
  budget: new Budget(),
});

export type Evaluate = (scope: Scope) => unknown;
