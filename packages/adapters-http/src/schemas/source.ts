import type { ShownSource, SourceDraft, SourceKind, TriedQuestion } from '@portico/core/sources';
import { z } from 'zod';
import { instant, platformCode, plainText } from './fields.ts';
import { showConfigFields, shownConfigFields } from './platform.ts';
import { iso } from './show.ts';

/** The code of a source: the same characters as a platform's. */
export const sourceCode = platformCode;

export const shownSourceKind = z
  .object({
    kind: z.string(),
    name: z.object({ 'zh-CN': z.string(), en: z.string() }),
    config_field: shownConfigFields,
  })
  .meta({ ref: 'SourceKind' });

export const showSourceKind = ({ kind, name, configFields }: SourceKind): z.input<typeof shownSourceKind> => ({
  kind,
  name: { ...name },
  config_field: showConfigFields(configFields),
});

const dayMs = 86_400_000;
const everyMs = z.int().meta({ description: 'Milliseconds from one round to the next.' });
const batch = z.int().min(10).max(1_000).meta({ description: 'Rows that a question asks for.' });

const poll = z.strictObject({
  everyMs: everyMs.min(1_000).max(dayMs).optional(),
  overlapMs: z
    .int()
    .min(0)
    .max(dayMs)
    .optional()
    .meta({ description: 'How far a round looks back before the last change it saw, for what was written late.' }),
  batch: batch.optional(),
});

const sweep = z.strictObject({
  everyMs: everyMs
    .min(60_000)
    .max(30 * dayMs)
    .optional(),
  missing: z
    .enum(['completed', 'aborted'])
    .optional()
    .meta({ description: 'What becomes of tasks that are open here and not at the engine.' }),
  batch: batch.optional(),
});

const bounded = z.record(z.string().max(64), z.unknown()).refine((record) => Object.keys(record).length <= 50);

const changeable = {
  name: plainText(100),
  enabled: z.boolean(),
  settings: bounded,
  secrets: z.record(z.string().max(64), z.string().min(1).max(4096).nullable()).meta({
    description: 'Written, never shown. Replaces those named; null removes one.',
  }),
  poll: poll.nullable().meta({ description: 'Asks for changes; null: not. What is absent takes its default.' }),
  sweep: sweep.nullable().meta({ description: 'Compares all that is open, the third level of the sweep; null: not.' }),
  processIds: z
    .array(plainText(128))
    .min(1)
    .max(200)
    .nullable()
    .meta({ description: 'The processes that this engine runs; null: all. A sweep closes nothing of others.' }),
};

export const newSource = z
  .strictObject({ code: sourceCode, kind: plainText(63), ...z.object(changeable).partial().shape })
  .meta({ ref: 'NewSource' });

/** What is absent stays. */
export const sourceChange = z.strictObject(z.object(changeable).partial().shape).meta({ ref: 'SourceChange' });

/** Leaves out what is undefined, also inside of `poll` and `sweep`: `exactOptionalPropertyTypes` tells it from absent. */
export const toSourceDraft = (given: Readonly<Record<string, unknown>>): SourceDraft => {
  const told = (fields: unknown): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(fields as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined),
    );
  return told({
    ...given,
    ...(given['poll'] == null ? {} : { poll: told(given['poll']) }),
    ...(given['sweep'] == null ? {} : { sweep: told(given['sweep']) }),
  });
};

export const shownSource = z
  .object({
    code: z.string(),
    kind: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.object({ set: z.literal(true) })),
    poll: z.object({ everyMs: z.int(), overlapMs: z.int(), batch: z.int() }).nullable(),
    sweep: z.object({ everyMs: z.int(), missing: z.enum(['completed', 'aborted']), batch: z.int() }).nullable(),
    processIds: z.array(z.string()).nullable(),
    revision: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ ref: 'Source' });

export const showSource = (source: ShownSource): z.input<typeof shownSource> => ({
  code: source.code,
  kind: source.kind,
  name: source.name,
  enabled: source.enabled,
  settings: { ...source.settings },
  secrets: Object.fromEntries(source.secretNames.map((name) => [name, { set: true as const }])),
  poll: source.poll === null ? null : { ...source.poll },
  sweep: source.sweep === null ? null : { ...source.sweep },
  processIds: source.processIds === null ? null : [...source.processIds],
  revision: source.revision,
  createdAt: iso(source.createdAt),
  updatedAt: iso(source.updatedAt),
});

export const shownTrial = z
  .object({
    rows: z.int(),
    tasks: z.int(),
    bad: z.array(z.object({ taskId: z.string(), message: z.string() })),
    trouble: z.string().nullable().meta({ description: 'Why the engine did not answer; null: it did.' }),
    sample: z.unknown().nullable().meta({ description: 'The first task as it was understood.' }),
  })
  .meta({ ref: 'SourceTrial' });

export const showTrial = (tried: TriedQuestion | null): z.input<typeof shownTrial> | null =>
  tried === null ? null : { ...tried, bad: tried.bad.map((one) => ({ ...one })) };
