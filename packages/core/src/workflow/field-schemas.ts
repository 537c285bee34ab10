import * as z from 'zod';
import type { Instant } from '../ports/instant.ts';
import { workflowLimits, type Links, type Person } from './model.ts';
import { parseTimestamp } from './zoned-time.ts';

const wellFormed = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
/** C0, delete and C1; a loop, because it is many times faster than the regular expression for them. */
const hasControls = (text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || (unit > 0x7e && unit < 0xa0)) return true;
  }
  return false;
};

const unreadable = 'must not contain U+0000 or a lone surrogate';

/** A text of 1 to `max` UTF-16 code units. */
export const text = (max: number): z.ZodType<string, string> =>
  z.string().min(1).max(max).refine(wellFormed, unreadable);

/** An identifier: a text without control characters. */
export const id = (): z.ZodType<string, string> =>
  z
    .string()
    .min(1)
    .max(workflowLimits.id)
    .refine(
      (value) => value.length > workflowLimits.id || (value.isWellFormed() && !hasControls(value)),
      'must not contain control characters or a lone surrogate',
    );

/** An absent field and null are the same. */
export const orNull = <T>(schema: z.ZodType<T>): z.ZodType<T | null> =>
  schema.nullish().transform((value) => value ?? null);

/** ISO 8601; without an offset it is read in `timezone`. */
export const timestamp = (timezone: string): z.ZodType<Instant, string> =>
  z
    .string()
    .max(40)
    .transform((value, context) => {
      const instant = parseTimestamp(value, timezone);
      if (instant !== null) return instant;
      context.addIssue({
        code: 'custom',
        message: 'must be an ISO 8601 date and time between 1970 and 9999, such as 2026-11-21T08:00:00+08:00',
      });
      return z.NEVER;
    });

const url = (): z.ZodType<string, string> =>
  z
    .string()
    .min(1)
    .max(workflowLimits.url)
    .refine(
      (value) => value.isWellFormed() && !hasControls(value) && /^https?:\/\/[^\s/?#]\S*$/iu.test(value),
      'must be an address that begins with http:// or https://',
    );

export const links = (): z.ZodType<Links> => z.object({ pc: url(), mobile: orNull(url()) });

export const person = (): z.ZodType<Person> =>
  z.object({ id: id(), name: text(workflowLimits.name), department: orNull(text(workflowLimits.name)) });

/** Somebody who may be told by id alone. */
export const actor = (): z.ZodType<Person> =>
  z.preprocess(
    (value) => (typeof value === 'string' ? { id: value } : value),
    z
      .object({ id: id(), name: orNull(text(workflowLimits.name)), department: orNull(text(workflowLimits.name)) })
      .transform((value): Person => ({ ...value, name: value.name ?? value.id })),
  );

/** Reports what occurs twice, at its own place. */
export const uniqueBy =
  <T>(keyOf: (item: T) => string, path: readonly string[], message: string) =>
  (items: readonly T[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      if (seen.has(key)) context.addIssue({ code: 'custom', path: [index, ...path], message });
      seen.add(key);
    }
  };

export const assignees = (): z.ZodType<readonly Person[]> =>
  z
    .array(person())
    .min(1)
    .max(workflowLimits.assignees)
    .superRefine(uniqueBy((one: Person) => one.id, ['id'], 'must not name a person twice'));
