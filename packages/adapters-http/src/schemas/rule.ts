import type { RoutingRule } from '@portico/core/task-center';
import { z } from 'zod';
import { plainText, platformCode } from './fields.ts';

const values = z.array(plainText(255)).min(1).max(1000).nullable().default(null);

/** The first rule that matches a to-do and covers a platform decides; without one it is pushed. */
const rule = z
  .strictObject({
    id: plainText(64).optional(),
    name: plainText(255),
    enabled: z.boolean().default(true),
    effect: z.enum(['push', 'exclude']),
    platforms: z
      .array(platformCode)
      .min(1)
      .max(200)
      .nullable()
      .default(null)
      .meta({ description: 'Null: every platform.' }),
    match: z
      .strictObject({
        processIds: values,
        categories: values,
        sceneCodes: values,
        taskTypes: values,
        personIds: values,
      })
      .meta({ description: 'All lists that are not null must hold the value of the to-do.' }),
  })
  .meta({ ref: 'RoutingRule' });

export const newRules = z.strictObject({ rules: z.array(rule).max(500) });

const shownValues = z.array(z.string()).nullable();

export const shownRule = z
  .object({
    id: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    effect: z.enum(['push', 'exclude']),
    platforms: shownValues,
    match: z.object({
      processIds: shownValues,
      categories: shownValues,
      sceneCodes: shownValues,
      taskTypes: shownValues,
      personIds: shownValues,
    }),
  })
  .meta({ ref: 'ShownRoutingRule' });

const copy = (list: readonly string[] | null): string[] | null => (list === null ? null : [...list]);

export const showRule = ({ id, name, enabled, effect, platforms, match }: RoutingRule): z.input<typeof shownRule> => ({
  id,
  name,
  enabled,
  effect,
  platforms: copy(platforms),
  match: {
    processIds: copy(match.processIds),
    categories: copy(match.categories),
    sceneCodes: copy(match.sceneCodes),
    taskTypes: copy(match.taskTypes),
    personIds: copy(match.personIds),
  },
});
