import { z } from 'zod';

const rate = z.number().min(0).max(1);

const faultsSchema = z.strictObject({
  /** Added before every answer, milliseconds. */
  latencyMs: z.number().int().min(0).max(60_000),
  /** Share of requests answered with a transient failure, without effect. */
  failRate: rate,
  /** Share of requests that have their effect while the connection breaks or hangs. */
  loseAnswerRate: rate,
  /** Share of requests that hang without effect. */
  hangRate: rate,
  /** Tokens die after one to four uses. */
  expireTokens: z.boolean(),
  /** Requests let through in a second; 0 is no limit. */
  throttlePerSecond: z.number().min(0).max(1_000_000),
  /** Every connection breaks before anything is read. */
  down: z.boolean(),
});

export type Faults = z.infer<typeof faultsSchema>;

export const noFaults: Faults = {
  latencyMs: 0,
  failRate: 0,
  loseAnswerRate: 0,
  hangRate: 0,
  expireTokens: false,
  throttlePerSecond: 0,
  down: false,
};

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** Some of the fields, each within its range; what is absent is off. */
export function parseFaults(value: unknown): { faults: Partial<Faults> } | { problems: FieldProblem[] } {
  const parsed = faultsSchema.partial().safeParse(value);
  if (parsed.success) {
    return { faults: Object.fromEntries(Object.entries(parsed.data).filter(([, setting]) => setting !== undefined)) };
  }
  return {
    problems: parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            field: key,
            message: `unknown field; known are ${Object.keys(noFaults).join(', ')}`,
          }))
        : [{ field: issue.path.join('.') || 'body', message: issue.message }],
    ),
  };
}
