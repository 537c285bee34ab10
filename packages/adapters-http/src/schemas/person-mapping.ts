import type { PersonMapping, UploadedMappings } from '@portico/core/task-center';
import { z } from 'zod';
import { instant, plainText } from './fields.ts';

export const personSpace = z
  .string()
  .regex(/^[a-z0-9-]{1,63}$/)
  .meta({ description: 'The setting `personSpace` of platforms; their code unless it is set.' });

const entry = z.strictObject({
  personId: plainText(255).meta({ description: 'As the engine names the person.' }),
  remoteId: plainText(200).meta({ description: 'As the platform does.' }),
});

export const newMappings = z
  .strictObject({ mappings: z.array(entry).min(1).max(1000) })
  .meta({ ref: 'NewPersonMappings' });

export const gonePeople = z.strictObject({ personIds: z.array(plainText(255)).min(1).max(1000) });

const counts = {
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
};

export const putMappings = z.object(counts).meta({ ref: 'PutPersonMappings' });

export const uploadedMappings = z
  .object({
    ...counts,
    rejected: z.int().meta({ description: 'Lines that were left out.' }),
    errors: z.array(z.object({ line: z.int(), message: z.string() })).meta({ description: 'The first 100 of them.' }),
  })
  .meta({ ref: 'UploadedPersonMappings' });

export const showUpload = ({ errors, ...rest }: UploadedMappings): z.input<typeof uploadedMappings> => ({
  ...rest,
  errors: errors.map(({ line, message }) => ({ line, message })),
});

export const shownSpace = z
  .object({ space: z.string(), count: z.int(), platforms: z.array(z.string()) })
  .meta({ ref: 'PersonSpace' });

export const shownMapping = z
  .object({
    personId: z.string(),
    remoteId: z.string(),
    source: z.enum(['csv', 'api', 'directory']),
    updatedAt: instant,
  })
  .meta({ ref: 'PersonMapping' });

export const showMapping = ({
  personId,
  remoteId,
  source,
  updatedAt,
}: PersonMapping): z.input<typeof shownMapping> => ({
  personId,
  remoteId,
  source,
  updatedAt: new Date(updatedAt).toISOString(),
});
