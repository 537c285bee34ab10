import { z } from 'zod';

/** RFC 9457 with the seed's members. */
export const problemDocument = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    success: z.literal(false),
    error: z.object({
      code: z.string(),
      message: z.string(),
      details: z.array(z.object({ pointer: z.string(), message: z.string() })),
    }),
    timestamp: z.iso.datetime(),
    requestId: z.string(),
  })
  .meta({ ref: 'Problem' });
