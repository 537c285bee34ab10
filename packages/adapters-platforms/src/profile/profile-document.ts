import { withPersonSpace, type ConfigField } from '@portico/core/task-center';
import { z } from 'zod';

/** Sizes of a profile document. */
export const profileLimits = { bytes: 262_144, depth: 20, nodes: 20_000 } as const;

const name = z
  .string()
  .regex(/^[a-zA-Z][\w-]{0,63}$/u, 'must begin with a letter and hold letters, digits, - and _ only');
const text = z.string().max(4_000);
const expression = z.string().min(1).max(2_000);
const shownText = z.strictObject({ 'zh-CN': z.string().max(500), en: z.string().max(500) });

const settingSchema = z.strictObject({
  name,
  label: shownText,
  help: shownText.nullable().default(null),
  type: z.enum(['string', 'url', 'integer', 'boolean', 'secret', 'choice', 'json']),
  required: z.boolean().default(false),
  default: z.unknown().default(null),
  min: z.int().nullable().default(null),
  max: z.int().nullable().default(null),
  choices: z.array(z.string().max(200)).max(100).nullable().default(null),
});

export const requestMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export const requestSchema = z.strictObject({
  /** One of those, or a template that gives one. */
  method: z
    .string()
    .max(200)
    .refine((method) => method.includes('${') || requestMethods.some((known) => known === method), {
      message: `must be one of ${requestMethods.join(', ')}`,
    })
    .default('POST'),
  /** Below the base address. */
  path: text,
  query: z.record(z.string().max(200), text).optional(),
  headers: z.record(z.string().regex(/^[!#$%&'*+.^`|~\w-]{1,100}$/u, 'is no header name'), text).optional(),
  /** `form`: fields; one that is an object or a list is sent as JSON text. */
  body: z
    .union([
      z.strictObject({ json: z.unknown() }),
      z.strictObject({ form: z.record(z.string().max(200), z.unknown()) }),
    ])
    .optional(),
});

const answerRuleSchema = z
  .strictObject({
    when: expression,
    /**
     * `done`: as sent. `existed`: it was there already. `missing`: it is not there. `expired`: the token is dead. `prepare`: run the request
     * of that name, then send once more. `confirm`: nothing says whether it took effect; the unit's `confirm` finds out. The others as in
     * Portico's outcomes.
     */
    outcome: z.enum([
      'done',
      'existed',
      'missing',
      'expired',
      'throttled',
      'refused',
      'failed',
      'unknown',
      'credentials',
      'prepare',
      'confirm',
    ]),
    /** For `throttled`: whether everything has to wait (`lane`, unless set) or this object alone. */
    scope: z.enum(['lane', 'key']).optional(),
    reason: text.optional(),
    retryAfterSeconds: expression.optional(),
    remoteId: expression.optional(),
    prepare: name.optional(),
  })
  .refine((rule) => (rule.outcome === 'prepare') === (rule.prepare !== undefined), {
    message: 'goes with outcome prepare, and only there',
    path: ['prepare'],
  })
  .refine((rule) => rule.scope === undefined || rule.outcome === 'throttled', {
    message: 'goes with outcome throttled, and only there',
    path: ['scope'],
  });

const rules = z.array(answerRuleSchema).max(50);

const operationSchema = z.strictObject({
  request: requestSchema,
  /** For batches: what stands in `items` for each call. */
  item: z.unknown().optional(),
  /** It takes the platform's id; without one it is looked up first. */
  needsRemoteId: z.boolean().default(false),
  /** What this platform can never show. */
  refuse: z
    .array(z.strictObject({ when: expression, pointer: z.string().max(200), message: z.string().max(500) }))
    .max(20)
    .default([]),
  /** Looked at before the profile's own. */
  answers: rules.default([]),
  /** Requests that follow once it took effect, by their names in `prepare`; not with `item`. */
  afterwards: z
    .array(z.strictObject({ when: expression, run: name }))
    .max(5)
    .default([]),
});

const verifySchema = operationSchema.extend({
  /** `open`, `done` or `present`, of an answer that found it. */
  state: expression.default('"present"'),
  /** Whether it shows something else than the content that was asked about, though its state is that of it. */
  differs: expression.optional(),
  /** Ids of objects that should not be there beside the first; they are withdrawn. */
  surplus: expression.optional(),
  /** Where one answer does not hold everything: a list; each element is asked about in turn, as `variant`, until the object is found. */
  variants: expression.optional(),
  /** Of an answer without the object: whether a further `page` follows; pages count from 1. */
  more: expression.optional(),
  maxPages: z.int().min(1).max(100).default(20),
});

const unitSchema = z.strictObject({
  create: operationSchema,
  /** Create again, unless given. */
  update: operationSchema.optional(),
  /** Update, unless given. */
  complete: operationSchema.optional(),
  withdraw: operationSchema,
  verify: verifySchema.optional(),
  /** Finds the id of an object that is or may be there; verify, unless given. */
  resolve: operationSchema.optional(),
  /** Whether the platform shows what was just sent: `done` or `missing`; verify, unless given. For rules with outcome `confirm`. */
  confirm: operationSchema.optional(),
});

const capabilitiesSchema = z.strictObject({
  units: z
    .array(z.enum(['assignee', 'task', 'instance']))
    .min(1)
    .max(3),
  identity: z.boolean(),
  readBack: z.boolean(),
  reopen: z.enum(['update', 'recreate']),
  createsDone: z.boolean(),
  maxBatch: z.int().min(1).max(100).default(1),
  settlingMs: z.int().min(0).max(600_000).default(0),
  /** `mapped`: the platform knows people by ids of its own; `remoteId` of a person is what the mappings say. */
  people: z.enum(['own', 'mapped']).default('own'),
});

const tokenSchema = z.strictObject({
  request: requestSchema,
  answers: rules,
  /** Of an answer whose outcome is `done`. */
  token: expression,
  /** Null: it lives until it is rejected. */
  expiresInSeconds: expression.nullable().default(null),
});

/** A profile: how one platform is spoken to, as data. */
export const profileSchema = z.strictObject({
  name: shownText,
  capabilities: capabilitiesSchema,
  settings: z.array(settingSchema).max(50).default([]),
  tables: z
    .record(name, z.record(z.string().max(200), z.union([z.string(), z.number(), z.boolean(), z.null()])))
    .default({}),
  /** Sent with every request but that for the token. */
  headers: z.record(z.string().regex(/^[!#$%&'*+.^`|~\w-]{1,100}$/u, 'is no header name'), text).default({}),
  token: tokenSchema.nullable().default(null),
  operations: z.strictObject({
    assignee: unitSchema.optional(),
    task: unitSchema.optional(),
    instance: unitSchema.optional(),
  }),
  /** Requests that a rule with `prepare`, or an `afterwards`, may ask for. */
  prepare: z.record(name, operationSchema).default({}),
  /** Proves address and credentials; the token does, unless given. */
  test: operationSchema.nullable().default(null),
  /** For every operation, after its own. */
  answers: rules.default([]),
});

export type ProfileDocument = z.output<typeof profileSchema>;
/** A profile as it is written: what has a default may be left out. */
export type ProfileInput = z.input<typeof profileSchema>;
export type AnswerRule = z.output<typeof answerRuleSchema>;
export type RequestTemplate = z.output<typeof requestSchema>;
export type Operation = z.output<typeof operationSchema>;
export type UnitOperations = z.output<typeof unitSchema>;

/** The settings of a profile as fields of a form, with that of the person mappings where it needs them. */
export const fieldsOf = ({
  settings,
  capabilities,
}: Pick<ProfileDocument, 'settings' | 'capabilities'>): readonly ConfigField[] =>
  withPersonSpace(settings, capabilities);
