import type { Callback } from '@portico/core/task-center';
import { z } from 'zod';
import { instant } from './fields.ts';

const name = z.string().nullable();

export const shownCallback = z
  .object({
    id: z.string(),
    platform: z.string(),
    kind: z.string(),
    taskId: z.string(),
    assigneeId: name.meta({ description: 'Null where nobody is known by the platform’s id.' }),
    actorId: name.meta({ description: 'Who acted, by the person mappings.' }),
    instanceId: name,
    action: z.string(),
    comment: name,
    remote: z.object({ userId: name, taskId: name, instanceId: name }),
    at: instant,
    receivedAt: instant,
    said: z.record(z.string(), z.unknown()).meta({ description: 'All that the platform said, secrets taken out.' }),
  })
  .meta({ ref: 'Callback' });

export const showCallback = ({
  tenant: _tenant,
  remote,
  at,
  receivedAt,
  said,
  ...rest
}: Callback): z.input<typeof shownCallback> => ({
  ...rest,
  remote: { ...remote },
  at: new Date(at).toISOString(),
  receivedAt: new Date(receivedAt).toISOString(),
  said: { ...said },
});
