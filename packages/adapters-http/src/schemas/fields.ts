import { scopes } from '@portico/core/access';
import { z } from 'zod';
import { isStorable } from '../body/unstorable-text.ts';
import type { FieldText } from '../problems/language.ts';

const because = (text: FieldText): { params: { text: FieldText } } => ({ params: { text } });

/** Text from a path or query, where an escape may say any character. */
export const plainText = (max: number): z.ZodString =>
  z.string().min(1).max(max).refine(isStorable, because('unstorable-text'));

/** A timestamp as a client writes it; read in the tenant's zone when it has no offset. */
export const instantText = plainText(40).meta({ format: 'date-time' });

export const limit = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(200))
  .default(50)
  .meta({ type: 'integer', minimum: 1, maximum: 200 });

export const cursor = plainText(1024).optional().meta({ description: '`nextCursor` of the page before.' });

/** An instant as it is shown: UTC, ISO 8601. */
export const instant = z.iso.datetime();

/** `nextCursor` is null at the end. */
export const pageOf = <T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; nextCursor: z.ZodNullable<z.ZodString> }> =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const scope = z.enum(scopes);
export const urgency = z.enum(['low', 'normal', 'urgent', 'critical']);
export const todoState = z.enum(['open', 'done', 'withdrawn']);
export const taskStatus = z.enum(['initialized', 'completed', 'aborted']);
export const instanceStatus = z.enum(['running', 'completed', 'terminated', 'cancelled', 'rejected']);
export const syncState = z.enum([
  'agreed',
  'pending',
  'failing',
  'refused',
  'exhausted',
  'undecidable',
  'poison',
  'withdrawn',
  'ignored',
]);
export const attemptOutcome = z.enum([
  'done',
  'deferred',
  'failed',
  'refused',
  'unknown',
  'undecidable',
  'credentials',
  'interrupted',
  'released',
]);
export const person = z
  .object({ id: z.string(), name: z.string(), department: z.string().nullable() })
  .meta({ ref: 'Person' });
export const links = z.object({ pc: z.string(), mobile: z.string().nullable() });
export const platformCode = z.string().regex(/^[a-z0-9-]{1,63}$/);
