import { needsPerson, type AttentionItem } from '@portico/core/task-center';
import { z } from 'zod';
import { instant } from './fields.ts';
import { iso, isoOrNull } from './show.ts';

const base = { needsPerson: z.boolean().meta({ description: 'False: it ends by itself, as a rule.' }) };

/** Something that a person should look at. */
export const shownAttention = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.enum(['credentials', 'breaker', 'throttled', 'paused', 'disabled']),
      ...base,
      platform: z.string(),
      lane: z.string().nullable(),
      until: instant.nullable(),
      waiting: z.int(),
    }),
    z.object({
      kind: z.literal('stuck'),
      ...base,
      platform: z.string(),
      lane: z.string(),
      waiting: z.int(),
      oldestDueMs: z.number(),
    }),
    z.object({
      kind: z.enum(['refused', 'exhausted', 'undecidable', 'poison', 'failing', 'unmapped']),
      ...base,
      platform: z.string(),
      count: z.int(),
      causes: z.int(),
      cause: z.string(),
      oldest: instant.nullable(),
    }),
    z.object({
      kind: z.literal('sweep-failed'),
      ...base,
      platform: z.string(),
      id: z.string(),
      failure: z.string().nullable(),
      at: instant,
    }),
    z.object({
      kind: z.enum(['job-failed', 'job-silent', 'job-asks', 'engine-away']),
      ...base,
      job: z.string(),
      id: z.string(),
      subject: z.string().nullable(),
      failure: z.string().nullable(),
      at: instant,
    }),
    z.object({ kind: z.literal('endpoint-disabled'), ...base, endpoint: z.string(), name: z.string(), at: instant }),
  ])
  .meta({ ref: 'AttentionItem' });

export const showAttention = (item: AttentionItem): z.input<typeof shownAttention> => {
  const person = { needsPerson: needsPerson(item) };
  switch (item.kind) {
    case 'credentials':
    case 'breaker':
    case 'throttled':
    case 'paused':
    case 'disabled':
      return { ...item, ...person, until: isoOrNull(item.until) };
    case 'stuck':
      return { ...item, ...person };
    case 'sweep-failed':
    case 'job-failed':
    case 'job-silent':
    case 'job-asks':
    case 'engine-away':
    case 'endpoint-disabled':
      return { ...item, ...person, at: iso(item.at) };
    default:
      return { ...item, ...person, oldest: isoOrNull(item.oldest) };
  }
};
