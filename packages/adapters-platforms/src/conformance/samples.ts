import { err, ok } from 'neverthrow';
import type { Result } from 'neverthrow';
import { z } from 'zod';

/** Sizes of recorded samples. */
export const sampleLimits = { exchanges: 100 } as const;

const requestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Below the base address, with the query. */
  path: z.string().max(8_000),
  /** As text, or as JSON; what is left out of an object is not compared, and `"***"` stands for anything. */
  body: z.unknown().optional(),
});

const exchangeSchema = z.strictObject({
  /** Left out: it answers whatever is asked next. */
  request: requestSchema.optional(),
  response: z.strictObject({
    status: z.int().min(100).max(599),
    headers: z.record(z.string().max(200), z.string().max(4_000)).default({}),
    /** As text, or as JSON. */
    body: z.unknown(),
  }),
});

const sampleSchema = z.strictObject({
  /** Which promise it is for. */
  promise: z.string().max(100),
  /** When it was recorded, epoch milliseconds; the run's time unless given. */
  now: z.int().min(0).optional(),
  /** In the order in which they were sent. */
  exchanges: z.array(exchangeSchema).min(1).max(sampleLimits.exchanges),
});

const runSchema = z.strictObject({
  run: z.string().regex(/^[a-z0-9]{1,20}$/u, 'must be 1 to 20 of a-z and 0-9'),
  at: z.int().min(1),
  person: z.strictObject({
    id: z.string().min(1).max(200),
    remoteId: z.string().max(200).nullable().default(null),
    name: z.string().max(200).default('检查员'),
    department: z.string().max(200).nullable().default(null),
  }),
  baseUrl: z.url().max(2_000),
  timezone: z.string().max(100).default('Asia/Shanghai'),
  settings: z.record(z.string().max(100), z.unknown()).default({}),
});

export type SampleExchange = z.output<typeof exchangeSchema>;
export type Sample = z.output<typeof sampleSchema>;
/** `run.json` of a folder of samples: what has to be the same for the same requests to come about. */
export type SampleRun = z.output<typeof runSchema>;

const parseWith =
  <T>(schema: z.ZodType<T>) =>
  (document: unknown): Result<T, string> => {
    const parsed = schema.safeParse(document);
    if (parsed.success) return ok(parsed.data);
    const [first] = parsed.error.issues;
    return err(`/${(first?.path ?? []).map(String).join('/')}: ${first?.message ?? 'cannot be read'}`);
  };

/** Checks one file of samples; the error names the place. */
export const parseSample: (document: unknown) => Result<Sample, string> = parseWith(sampleSchema);
export const parseSampleRun: (document: unknown) => Result<SampleRun, string> = parseWith(runSchema);
