import { exitCodes } from './exit-codes.ts';

/** What the server said about it, for programs. */
export interface FailureFacts {
  readonly status: number;
  readonly code: string;
  readonly details: readonly unknown[];
}

/** Something that a person can mend; its message is one line and says what to do. */
export class Failure extends Error {
  readonly exitCode: number;
  readonly facts: FailureFacts | null;

  constructor(exitCode: number, message: string, facts: FailureFacts | null = null) {
    super(message);
    this.exitCode = exitCode;
    this.facts = facts;
  }
}

/** The command line is not right. */
export const misused = (message: string): Failure => new Failure(exitCodes.usage, message);
