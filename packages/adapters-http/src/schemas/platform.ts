import type { ConfigField, PlatformDraft, PlatformKind, ShownPlatform } from '@portico/core/task-center';
import { z } from 'zod';
import { instant, platformCode, plainText } from './fields.ts';
import { shownLaneState, showLaneState } from './lane.ts';
import { iso } from './show.ts';

const localized = z.object({ 'zh-CN': z.string(), en: z.string() });

/** Settings that a form asks for. */
export const shownConfigFields = z.array(
  z.object({
    name: z.string(),
    label: localized,
    help: localized.nullable(),
    type: z.enum(['string', 'url', 'integer', 'boolean', 'secret', 'choice', 'json']),
    required: z.boolean(),
    default: z.unknown().optional(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    choices: z.array(z.string()).nullable(),
  }),
);

/** A kind of task center; `config_field` is the seed's name for its settings. */
export const shownKind = z
  .object({
    kind: z.string(),
    name: localized,
    contract: z.enum(['verified', 'reference', 'custom']),
    config_field: shownConfigFields,
  })
  .meta({ ref: 'PlatformKind' });

const retry = z.strictObject({
  count: z.int().min(1).max(1000).nullable().meta({ description: 'Counted failures after which it is exhausted.' }),
  intervalSeconds: z
    .union([z.number().min(1).max(86_400), z.array(z.number().min(1).max(86_400)).min(1).max(100)])
    .nullable()
    .meta({ description: 'Seconds between tries: one number, or one after another with the last repeating.' }),
  maxAgeSeconds: z.number().min(60).max(2_592_000),
});

const rate = z.strictObject({ perSecond: z.number().positive().max(100_000), burst: z.number().min(1).max(100_000) });

const bounded = z.record(z.string().max(64), z.unknown()).refine((record) => Object.keys(record).length <= 200);

const draftFields = {
  name: plainText(255),
  baseUrl: plainText(2048),
  enabled: z.boolean(),
  settings: bounded,
  secrets: z.record(z.string().max(64), z.string().min(1).max(4096).nullable()).meta({
    description: 'Written, never shown. Replaces those named; null removes one.',
  }),
  profile: z.unknown(),
  retry,
  concurrency: z.int().min(1).max(1000),
  batchSize: z.int().min(1).max(100),
  timeoutMs: z.int().min(100).max(600_000),
  rate: rate.nullable(),
  showFinished: z.boolean(),
  resendUndecidable: z.boolean(),
};

const { code, kind, ...changeable } = { code: platformCode, kind: plainText(63), ...draftFields };

/** `code`, `kind` and `baseUrl` at least. */
export const newPlatform = z
  .strictObject({ code, kind, ...z.object(changeable).partial().shape, baseUrl: draftFields.baseUrl })
  .meta({ ref: 'NewPlatform' });

/** What is absent stays. */
export const platformChange = z.strictObject(z.object(changeable).partial().shape).meta({ ref: 'PlatformChange' });

export const shownPlatform = z
  .object({
    code: z.string(),
    kind: z.string(),
    name: z.string(),
    baseUrl: z.string(),
    enabled: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.object({ set: z.literal(true) })),
    profile: z.unknown().nullable(),
    retry: z.object({
      count: z.int().nullable(),
      intervalSeconds: z.union([z.number(), z.array(z.number())]).nullable(),
      maxAgeSeconds: z.number(),
    }),
    concurrency: z.int(),
    batchSize: z.int(),
    timeoutMs: z.int(),
    rate: z.object({ perSecond: z.number(), burst: z.number() }).nullable(),
    showFinished: z.boolean(),
    resendUndecidable: z.boolean(),
    sandbox: z.boolean(),
    revision: z.int(),
    createdAt: instant,
    updatedAt: instant,
    lane: shownLaneState.nullable(),
  })
  .meta({ ref: 'Platform' });

/** Leaves out what is undefined: `exactOptionalPropertyTypes` tells it from absent. */
export const toDraft = (given: Readonly<Record<string, unknown>>): PlatformDraft =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

export const showConfigFields = (fields: readonly ConfigField[]): z.input<typeof shownConfigFields> =>
  fields.map((field) => ({
    name: field.name,
    label: { ...field.label },
    help: field.help === null ? null : { ...field.help },
    type: field.type,
    required: field.required,
    default: field.default,
    min: field.min,
    max: field.max,
    choices: field.choices === null ? null : [...field.choices],
  }));

export const showKind = (platformKind: PlatformKind): z.input<typeof shownKind> => ({
  kind: platformKind.kind,
  name: { ...platformKind.name },
  contract: platformKind.contract,
  config_field: showConfigFields(platformKind.configFields),
});

const showInterval = (interval: number | readonly number[] | null): number | number[] | null =>
  interval === null || typeof interval === 'number' ? interval : [...interval];

export const showPlatform = (platform: ShownPlatform, now: number): z.input<typeof shownPlatform> => ({
  code: platform.code,
  kind: platform.kind,
  name: platform.name,
  baseUrl: platform.baseUrl,
  enabled: platform.enabled,
  settings: { ...platform.settings },
  secrets: Object.fromEntries(platform.secretNames.map((name) => [name, { set: true as const }])),
  profile: platform.profile ?? null,
  retry: {
    count: platform.retry.count,
    intervalSeconds: showInterval(platform.retry.intervalSeconds),
    maxAgeSeconds: platform.retry.maxAgeSeconds,
  },
  concurrency: platform.concurrency,
  batchSize: platform.batchSize,
  timeoutMs: platform.timeoutMs,
  rate: platform.rate === null ? null : { perSecond: platform.rate.perSecond, burst: platform.rate.burst },
  showFinished: platform.showFinished,
  resendUndecidable: platform.resendUndecidable,
  sandbox: platform.sandbox,
  revision: platform.revision,
  createdAt: iso(platform.createdAt),
  updatedAt: iso(platform.updatedAt),
  lane: platform.lane === null ? null : showLaneState(platform.lane, now),
});
